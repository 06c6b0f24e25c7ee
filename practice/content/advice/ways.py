"""Links and pictures: where they lead, and what they say to somebody who cannot see the page."""

import re
from collections.abc import Iterator, Mapping

from practice.content.advice.model import Advice, Answer
from practice.content.advice.reading import Text

_ELSEWHERE = re.compile(r"(mailto|tel|sms):", re.IGNORECASE)
_EMPTY_WORDS = {
    *("here", "click here", "click", "this", "this link", "this page", "link", "a link", "more"),
    *("read more", "learn more", "see more", "see here", "follow this link", "page", "website"),
}
_FILE_NAME = re.compile(
    r"\.(jpe?g|png|gif|webp|avif|heic|tiff?)$|^(img|dsc|dscn|pxl|image|photo|screenshot)[-_ ]?\d",
    re.IGNORECASE,
)
_WHAT_IS_WRONG = {
    Answer.GONE: (
        "A link leads nowhere",
        "A reader who follows it finds that the page is not here.",
    ),
    Answer.NOT_YET: (
        "A link leads to a text that is not public yet",
        "Until that text is published, a reader who follows it finds that the page is not here.",
    ),
    Answer.NO_PART: (
        "A link leads to a part that the page does not have",
        "The page opens, but at its top, and the reader has to look for what you meant.",
    ),
}


MOST = 300  # addresses of one text that are looked up


def asked_about(text: Text) -> list[str]:
    """The addresses in a text that have to be looked up, each once, in its order."""
    addresses = [address for address, _ in (*text.pictures, *text.links)]
    asked = (each for each in addresses if not (_ELSEWHERE.match(each) or each.startswith("#")))
    return list(dict.fromkeys(asked))


def too_many(asked: list[str]) -> list[Advice]:
    if len(asked) <= MOST:
        return []
    why = "The others may lead nowhere. Follow them by hand, or make two texts of this one."
    return [Advice(f"Only the first {MOST} links and pictures were looked up.", why)]


def links(text: Text, answers: Mapping[str, Answer]) -> list[Advice]:
    """Words that say nothing on their own (WCAG 2.2, 2.4.4), and addresses nothing answers at."""
    return [
        advice for address, words in text.links for advice in _link(address, words, text, answers)
    ]


def _link(address: str, words: str, text: Text, answers: Mapping[str, Answer]) -> Iterator[Advice]:
    said = words.strip(" .,:;!?›»→…").lower()
    if not said:
        why = "People who listen to the page hear only that there is a link."
        yield Advice("A link has no words.", why, address)
    elif said in _EMPTY_WORDS:
        why = "Read out on its own, it does not tell where it leads. Link the words that name it."
        yield Advice(f"A link says only “{words}”.", why, address)
    elif re.match(r"(https?://|www\.)\S+$", said):
        why = "People who listen to the page hear it spelled out. Link the words that name it."
        yield Advice("A link shows its bare address.", why, words)
    if _ELSEWHERE.match(address):
        return
    if address.startswith("#"):
        answer = Answer.THERE if address[1:] in text.ids or address == "#" else Answer.NO_PART
    else:
        answer = answers.get(address, Answer.THERE)
    if answer in _WHAT_IS_WRONG:
        what, why = _WHAT_IS_WRONG[answer]
        yield Advice(f"{what}: {address}", why, words if words != address else "")


def pictures(text: Text, alts: Mapping[str, str], answers: Mapping[str, Answer]) -> list[Advice]:
    """Pictures without words, or with a file's name for words (WCAG 2.2, 1.1.1)."""
    found = []
    for address, typed in text.pictures:
        scheme, _, name = address.partition(":")
        ours = scheme.lower() == "image"
        alt = typed or (alts.get(name.lower(), "") if ours else "")
        if ours and answers.get(address) is Answer.GONE:
            why = (
                "Where it should stand, nothing is shown. Upload it under Images, or mend its name."
            )
            found.append(Advice(f"There is no picture called “{name}”.", why))
        elif _FILE_NAME.search(alt):
            why = "It is read out to people who cannot see the picture. Say what it shows."
            found.append(Advice("A picture is described by a file’s name.", why, alt))
        elif not alt and not ours:  # one of ours without words is marked as only adorning
            why = "People who cannot see it do not know that it is there. Say what it shows."
            found.append(Advice("A picture has no words.", why, address))
    return found
