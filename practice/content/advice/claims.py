"""What the rules of the field say about advertising. A machine reads words, not meaning: it asks, no more.

Sources: 16 CCR 1811 and Business and Professions Code 651 (no false or misleading claims, no guarantee of a
cure; web sites count as advertising); the ethics codes of the field (no testimonials asked of clients).
"""

import re
from collections.abc import Iterable

from practice.content.advice.model import Advice, excerpt

_PROFESSION = (
    r"(?:\w+ )?(?:therap(?:y|ies|ists?)|counsell?(?:ors?|ing)|psycho\w+|clinicians?|practices?)"
)
_PROMISES = re.compile(
    r"\b(?:guarante(?:e|es|ed|eing)|cur(?:e|es|ed|ing|able)|proven to"
    r"|(?:clinically|scientifically) proven|always works|never fails?"
    r"|works? (?:for|on) everyone|works every time"
    r"|miracles?|miraculous(?:ly)?|risk[- ]free|success rates?"
    r"|permanent(?:ly)? (?:heal\w*|free\w*|fix\w*|relie\w*|solv\w*|gone))\b"
    r"|\b100 ?(?:%|per ?cent\b)",
    re.IGNORECASE,
)
_RANKS = re.compile(
    rf"\b(?:the |your |our |a |is )?(?:very )?(?:best|leading|top|top[- ]rated|number one"
    r"|no\. ?1|foremost|finest)"
    rf" {_PROFESSION}\b|#1\b",
    re.IGNORECASE,
)
_WHO = r"(?:clients?|patients?)"
_TESTIMONIALS = re.compile(
    r"\b(?:my|our|one|another|former|past|previous|an?|some|many|most)"
    rf"(?: (?:of my|former|past|recent|previous))* {_WHO}(?: \w+ly| once| often| have| has)?"
    r" (?:sa(?:id|ys?)|t(?:old|ells?)|wr(?:ote|ites?)|shared?|call(?:s|ed)"
    r"|describe[sd]?|report(?:s|ed)?) "
    rf"|\bwhat (?:(?:my|our|past|former) )*(?:{_WHO}|people) (?:say|said|think|are saying) about"
    rf"|\bwhat (?:(?:my|our|past|former) )*{_WHO} (?:say|said|think|are saying)"
    rf"|\b(?:testimonials?|{_WHO} reviews?|(?:five|5)[- ]stars?(?! hotel))\b|[★☆⭐]",
    re.IGNORECASE,
)
_SIGNED = re.compile(rf"[—–-] ?[^.]{{0,40}}\b{_WHO}\b[^.]{{0,20}}$", re.IGNORECASE)
_NOT = re.compile(
    r"\b(?:no|not|never|cannot|without|neither|nor|nobody|nothing|no one|rarely|hardly|\w+n't)\b",
    re.IGNORECASE,
)
_ONLY = re.compile(r"\bnot (?:only|just|merely)\b", re.IGNORECASE)
_FAR = 200  # letters looked back at for it: more words than that in them there are not
_NEAR = 8  # words before a claim within which a “not” takes it back

_WHY_PROMISE = (
    "Nobody can promise how therapy ends. The rules on advertising call such a promise misleading."
)
_WHY_RANK = "The rules on advertising ask that such a claim can be proved, and this one hardly can."
_WHY_TESTIMONIAL = (
    "A client’s praise tells the world that they are a client, and asking for it is against the ethics "
    "of the field."
)


def claims(blocks: Iterable[str], quotes: Iterable[str]) -> list[Advice]:
    """Guarantee and cure words, ranks, and what clients are quoted with, each once for its word."""
    found: dict[str, Advice] = {}
    for block in blocks:
        plain = block.replace("’", "'").replace("\xa0", " ")
        for match in _PROMISES.finditer(plain):
            if not _taken_back(plain, match):
                _note(found, f"It says “{_said(match)}”.", _WHY_PROMISE, plain, match)
        for match in _RANKS.finditer(plain):
            if not _taken_back(plain, match):
                _note(found, f"It says “{_said(match)}”.", _WHY_RANK, plain, match)
        for match in _TESTIMONIALS.finditer(plain):
            if not _taken_back(plain, match):
                said = "It reads like a client’s praise."
                _note(found, said, _WHY_TESTIMONIAL, plain, match)
    for quote in quotes:
        if signed := _SIGNED.search(quote):
            _note(found, "A quote is signed by a client.", _WHY_TESTIMONIAL, quote, signed)
    return list(found.values())


def _said(match: re.Match[str]) -> str:
    return match[0].strip().lower()


def _note(found: dict[str, Advice], said: str, why: str, block: str, match: re.Match[str]) -> None:
    found.setdefault(said, Advice(said, why, excerpt(block, match.start())))


def _taken_back(block: str, match: re.Match[str]) -> bool:
    """Whether a “not” stands shortly before, in the same sentence: there is no cure, I cannot guarantee."""
    before = block[max(0, match.start() - _FAR) : match.start()]
    sentence = re.split(r"[.?!;:]\s", before)[-1]
    near = " ".join(sentence.split()[-_NEAR:])
    return bool(_NOT.search(_ONLY.sub("", near)))
