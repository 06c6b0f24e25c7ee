"""The product's own system checks; `manage.py check` runs them with Django's."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from intake.sealing import KeyRing, SealingError


@register()
def sealing_keys_can_be_read(**kwargs: Any) -> list[CheckMessage]:
    """The key ring that opens what visitors wrote must be whole before anything is served."""
    try:
        KeyRing.parse(settings.INQUIRY_KEYS)
    except SealingError as problem:
        return [Error(str(problem), hint="See INQUIRY_KEYS in .env.example.", id="practice.E001")]
    return []
