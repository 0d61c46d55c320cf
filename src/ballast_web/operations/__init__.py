"""Running the platform: health, metrics, structured logs, backup and restore."""
