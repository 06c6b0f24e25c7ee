"""Where apps hang what the desk and /readyz show; the desk itself knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Card:
    """One line on the desk's first page: a sentence, and where to go when there is somewhere."""

    text: str
    url: str = ""
    urgent: bool = False


CardMaker = Callable[[HttpRequest], Card | None]
HealthLine = Callable[[], str]
PanelMaker = Callable[[HttpRequest], SafeString | None]

_cards: list[CardMaker] = []
_panels: list[PanelMaker] = []
health_lines: list[HealthLine] = []


def register_card(maker: CardMaker) -> CardMaker:
    """Show what `maker(request)` returns on the desk; None shows nothing."""
    _cards.append(maker)
    return maker


def register_panel(maker: PanelMaker) -> PanelMaker:
    """Show the HTML that `maker(request)` returns below the cards; None shows nothing."""
    _panels.append(maker)
    return maker


def register_health_line(line: HealthLine) -> HealthLine:
    """Let /readyz warn with the text `line()` returns; an empty one warns of nothing."""
    health_lines.append(line)
    return line


def warnings() -> list[str]:
    """What every health line has to say now."""
    return [text for line in health_lines if (text := line())]


def cards_for(request: HttpRequest) -> list[Card]:
    """The cards this signed-in person may see; for who may do everything, each other warning too."""
    cards = [card for maker in _cards if (card := maker(request))]
    said = {card.text for card in cards}
    if request.user.is_superuser:  # warnings speak of mail and inquiries
        cards += [Card(text, urgent=True) for text in warnings() if text not in said]
    return sorted(cards, key=lambda card: not card.urgent)


def panels_for(request: HttpRequest) -> list[SafeString]:
    """What this signed-in person may see below the cards."""
    return [panel for maker in _panels if (panel := maker(request))]
