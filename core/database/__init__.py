"""Django's PostgreSQL backend, for settings: ENGINE is "core.database"."""
