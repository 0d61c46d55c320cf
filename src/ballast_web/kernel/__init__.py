"""People, organisations, roles, access, the audit log: what every other app stands on."""
