"""Reading sealed values, so that one that does not open hides nothing but itself."""

from intake.models import Inquiry
from intake.sealing import opened_or_reason


def opened(inquiry: Inquiry, field: str) -> str:
    """What a page shows of a field: the text, for a choice its words, or a line that says why not."""
    text, reason = opened_or_reason(inquiry, field)
    choices = dict(getattr(inquiry._meta.get_field(field), "choices", None) or ())
    return str(choices.get(text, text)) or reason


def given(inquiry: Inquiry, field: str) -> str:
    """The text itself, to be worked with; empty when there is none, or it does not open."""
    return opened_or_reason(inquiry, field)[0]
