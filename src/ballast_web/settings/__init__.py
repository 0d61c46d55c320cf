"""Settings: `embedded` (one process, SQLite), `production` (PostgreSQL), `testing`."""
