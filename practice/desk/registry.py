"""Where apps hang what the desk and /readyz show; the desk itself knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True)
class Card:
    """One line on the desk's first page: a sentence, and where to go."""

    text: str
    url: str
    urgent: bool = False


CardMaker = Callable[[HttpRequest], Card | None]
HealthLine = Callable[[], str]

_cards: list[CardMaker] = []
health_lines: list[HealthLine] = []


def register_card(maker: CardMaker) -> CardMaker:
    """Show what `maker(request)` returns on the desk; None shows nothing."""
    _cards.append(maker)
    return maker


def register_health_line(line: HealthLine) -> HealthLine:
    """Let /readyz warn with the text `line()` returns; an empty one warns of nothing."""
    health_lines.append(line)
    return line


def warnings() -> list[str]:
    """What every health line has to say now."""
    return [text for line in health_lines if (text := line())]


def cards_for(request: HttpRequest) -> list[Card]:
    """The cards this signed-in person may see."""
    return [card for maker in _cards if (card := maker(request))]
