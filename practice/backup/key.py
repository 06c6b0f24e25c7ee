"""The recovery key: made once, kept beside the other secrets, printed for the owner."""

from pathlib import Path

from django.conf import settings

from practice import env
from practice.archive import sealed


def path() -> Path:
    return Path(settings.DATA_DIR) / "recovery_key"


def key() -> str:
    """The key that opens this site's backups; made when there is none yet."""
    if not path().exists():
        env.write_once(path(), sealed.new_key())
    return path().read_text(encoding="ascii").strip()


def keep(text: str) -> None:
    """Go on with the key of a backup that was put back, so that its sheet stays good."""
    env.write_once(path(), text)
    env.replace_secret(path(), text)
