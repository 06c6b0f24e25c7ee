"""Reading sealed values, so that one that does not open hides nothing but itself."""

from intake.models import Inquiry
from intake.sealing import SealingError

UNREADABLE = "(this cannot be opened: it was changed, or its key is missing)"


def opened(inquiry: Inquiry, field: str) -> str:
    """The field in clear, or a sentence in its place."""
    try:
        return getattr(inquiry, field)
    except SealingError:
        return UNREADABLE
