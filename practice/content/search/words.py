"""Text taken apart into the words that are compared, the same for what is stored and what is typed."""

import re
import unicodedata

from practice.content.tidying import folded

LONGEST_WORD = 40  # characters; what is longer is an address or a cat on the keyboard
_IN_A_WORD = re.compile(r"(?<=\w)'(?=\w)")
# Scripts that set no spaces are taken letter by letter; a small picture is a word too.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_SIGNS = "\u2190-\u2bff\U0001f000-\U0001faff"
_WORD = re.compile(rf"[{_UNSPACED}]|[{_SIGNS}]|(?:(?![{_UNSPACED}])[^\W_])+")
_PLAIN_WORD = re.compile(r"[a-z0-9]+")  # the same where there are no other letters

# What PostgreSQL's English leaves out of its index, so that SQLite does the same; and words around a feeling.
STOP = frozenset(
    "i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her "
    "hers herself it its itself they them their theirs themselves what which who whom this that these "
    "those am is are was were be been being have has had having do does did doing a an the and but if or "
    "because as until while of at by for with about against between into through during before after "
    "above below to from up down in out on off over under again further then once here there when where "
    "why how all any both each few more most other some such no nor not only own same so than too very s "
    "t can will just don should now".split()
)
FILLER = STOP | frozenset(
    "im ive id ill cant cannot dont doesnt didnt isnt wont wouldnt always really feel feels feeling "
    "feelings felt keep keeps get gets getting got going gonna much lot like would could need want "
    "help go goes per".split()
)


def words_of(text: str) -> list[str]:
    """The words of a text in order: without capitals, accents and apostrophes."""
    text = _IN_A_WORD.sub("", folded(text))
    if text.isascii():
        found = _PLAIN_WORD.findall(text)
    else:
        parts = unicodedata.normalize("NFKD", text)
        text = "".join(each for each in parts if not unicodedata.combining(each))
        text = unicodedata.normalize("NFC", text).casefold()
        found = _WORD.findall(text)
    return [word if 1 < len(word) <= LONGEST_WORD else _spelled(word) for word in found]


def _spelled(word: str) -> str:
    if len(word) == 1 and not word.isalnum():
        return f"e{ord(word):x}"  # neither database keeps a sign
    return word[:LONGEST_WORD]


def root(word: str) -> str:
    """Roughly what the databases' own stemming leaves of a word, to mark in a text what they found."""
    for ending in ("ness", "ingly", "edly", "ing", "ed", "ly", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) > 2 and not word.endswith("ss"):
            word = word.removesuffix(ending)
            break
        if ending == "ness" and word.endswith("nesses"):
            word = word.removesuffix("nesses")
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word[:-1] + "i" if len(word) > 3 and word.endswith("y") else word
