"""Where apps hang what the desk and /readyz show; the desk itself knows none of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Card:
    """One thing that needs somebody, on the desk's first page.

    `text` is its link, or plain words without a `url`; `label` a word or two beside it, such as “New”;
    `detail` one line below it. Urgent ones stand first.
    """

    text: str
    url: str = ""
    urgent: bool = False
    label: str = ""
    detail: str = ""


UNWELL = "Please check"  # the label of a card that says what is wrong with the site

CardMaker = Callable[[HttpRequest], Card | Iterable[Card] | None]
HealthLine = Callable[[], str]
PanelMaker = Callable[[HttpRequest], SafeString | None]
Counter = Callable[[], int]

_cards: list[CardMaker] = []
_panels: list[PanelMaker] = []
health_lines: list[HealthLine] = []
duties: dict[str, HealthLine] = {}
counters: dict[str, Counter] = {}


def register_card(maker: CardMaker) -> CardMaker:
    """Show the card, or cards, that `maker(request)` returns on the desk; None shows nothing."""
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


def register_duty(duty: HealthLine) -> HealthLine:
    """What an owner must have done before strangers come: `duty()` says what is missing, or nothing.

    `check --deploy` refuses while it speaks; of a site in production /readyz and the desk warn.
    """
    duties[duty.__name__] = duty
    register_health_line(lambda: duty() if settings.PRODUCTION else "")
    return duty


def register_count(model: str, counter: Counter) -> None:
    """Show what `counter()` returns beside the word in the left column that leads to `model`."""
    counters[model] = counter


def warnings() -> list[str]:
    """What every health line has to say now."""
    return [text for line in health_lines if (text := line())]


def cards_for(request: HttpRequest) -> list[Card]:
    """The cards this signed-in person may see; for who may do everything, each other warning too."""
    cards = [card for maker in _cards for card in _listed(maker(request))]
    if request.user.is_superuser:  # warnings speak of mail and inquiries
        said = {card.text for card in cards}
        new = [text for text in warnings() if text not in said]
        cards += [Card(text, urgent=True, label=UNWELL) for text in new]
    return sorted(cards, key=lambda card: not card.urgent)


def _listed(made: Card | Iterable[Card] | None) -> Iterable[Card]:
    if made is None:
        return ()
    return (made,) if isinstance(made, Card) else made


def panels_for(request: HttpRequest) -> list[SafeString]:
    """What this signed-in person may see below the cards."""
    return [panel for maker in _panels if (panel := maker(request))]
