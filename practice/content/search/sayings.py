"""Words readers have for what a practice offers, and the word its own texts use.

Somebody types "my wife" or "zoom", and the text is called "Therapy for couples", "Therapy by video": like
the words of feeling, these meet by a short list of everyday words and nothing cleverer.
"""

from functools import cache

from practice.content.search.words import root

_SAID = {
    "couple": "wife husband spouse partner marriage married marry boyfriend girlfriend relationship fiance",
    "parent": "son daughter kid child children parenting stepson stepdaughter",
    "teen": "teenager teenage adolescent adolescence",
    "fee": "cost price insurance pay payment afford affordable expensive",
    "video": "zoom online remote telehealth teletherapy virtual",
    "therapy": "therapist counseling counselling counselor counsellor psychotherapy psychotherapist",
}


@cache
def _by_root() -> dict[str, str]:
    return {root(word): ours for ours, said in _SAID.items() for word in said.split()}


def ours_for(word: str) -> tuple[str, ...]:
    """The word that the practice has for what a reader calls so; none for most."""
    ours = _by_root().get(root(word))
    return (ours,) if ours else ()


def all_words() -> list[str]:
    """Every word of the readers, for mending one that is misspelt."""
    return [word for said in _SAID.values() for word in said.split()]
