"""Django's PostgreSQL backend, told where the database is only when it is used."""
