"""Django's settings. The database is looked for only when it is used; no secret is in the code."""

import os
from functools import cache

from django.utils.functional import lazy

from remindful.edges.store import server

_ENGINE = "remindful.edges.store.backend"

INSTALLED_APPS = ["remindful.edges.store.app.StoreApp"]
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
DATABASES = {
    # Works under row-level security, whoever connects.
    "default": {"ENGINE": _ENGINE, "OPTIONS": {"assume_role": server.APP_ROLE}},
    # Makes and changes the tables, and nothing else.
    "owner": {"ENGINE": _ENGINE},
}


@cache
def read_secret() -> str:
    """The secret of this installation, made when first needed, for its owner's eyes only."""
    path = server.home_path() / "secret"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f"secret.{os.getpid()}")
        new.unlink(missing_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(os.urandom(36).hex())
        if not path.exists():
            new.replace(path)
        new.unlink(missing_ok=True)
    return path.read_text().strip()


SECRET_KEY = lazy(read_secret, str)()
DATABASE_ROUTERS = ["remindful.edges.store.app.TablesByOwner"]
