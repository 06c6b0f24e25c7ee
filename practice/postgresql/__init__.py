"""Django's PostgreSQL, for a web request that must not wait for ever."""
