"""What to look at before a text is published. It warns and never stops anybody.

advise(title, description, body, kind, licence_shown=…, resolve=…) -> [Advice, …]
"""

from collections.abc import Callable, Mapping

from practice.content.addresses import Kind
from practice.content.advice.claims import claims
from practice.content.advice.model import Advice, Answer
from practice.content.advice.reading import read
from practice.content.advice.structure import about_description, headings, paragraphs
from practice.content.advice.ways import MOST, asked_about, links, pictures, too_many

__all__ = ["Advice", "Answer", "advise"]


def advise(  # noqa: PLR0913  what a text is made of, and what it is judged by
    title: str,
    description: str,
    body: str,
    kind: str,
    *,
    licence_shown: bool,
    resolve: Callable[[list[str]], Mapping[str, Answer]],
    alts: Mapping[str, str] | None = None,
) -> list[Advice]:
    """What a careful colleague would say about a text, in the order of the page; none is none.

    `licence_shown`: whether the practice's complete title and number stand on every page.
    `resolve(addresses)` says whether each link, or `image:name`, leads somewhere. `alts` are the words
    kept with pictures, by name.
    """
    text = read(body)
    asked = asked_about(text)
    answers = resolve(asked[:MOST])
    return [
        *about_description(description),
        *headings(text),
        *pictures(text, alts or {}, answers),
        *links(text, answers),
        *too_many(asked),
        *paragraphs(text),
        *claims([title, description, *text.blocks], text.quotes),
        *_licence(" ".join([title, description, *text.blocks]), kind, licence_shown),
    ]


def _licence(words: str, kind: str, licence_shown: bool) -> list[Advice]:
    """16 CCR 1811 and B&P 651: advertising names the licensee in full, with complete title and number; the
    word psychotherapy calls for the complete title (Board of Behavioral Sciences on advertising).
    """
    if licence_shown:
        return []
    if kind == Kind.SERVICE:
        return [
            Advice(
                "No page shows your complete title and license number yet.",
                "What offers a service is advertising, and the board asks for both on it. Put them in "
                "the practice profile, and they stand at the foot of every page.",
            )
        ]
    if "psychotherap" in words.lower():
        return [
            Advice(
                "It says “psychotherapy”, and no page shows your complete title.",
                "The board asks for the complete title where that word is used. Put it in the "
                "practice profile.",
            )
        ]
    return []
