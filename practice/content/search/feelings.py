"""Words people have for what they feel, and which of the sixteen emotions a text about it is filed under.

A reader types "can't sleep" and the practitioner filed the text under worry: no stemming knows that these
meet. The list is short and plain on purpose: everyday words, each under the one or two emotions where
somebody who says it would want to read first. It names no illness as if a feeling proved one.
"""

from functools import cache

from practice.content.search.words import root, words_of

_SAID = {
    "loneliness": "lonely, alone, lonesome, isolated, isolation, left out, no friends, nobody, no one, "
    "unseen, invisible, outsider, excluded, abandoned, homesick, disconnected, new in town, single",
    "sadness": "sad, unhappy, down, low, blue, crying, cry, cried, tears, tearful, weepy, depressed, "
    "depression, gloomy, miserable, melancholy, heartbroken, hopeless, empty, numb, dejected, upset",
    "grief": "grieve, grieving, bereaved, bereavement, mourning, mourn, loss, lost, died, death, dead, "
    "funeral, widow, widowed, widower, passed away, miscarriage, heartbreak, break up, breakup, divorce",
    "fear": "afraid, scared, frightened, terrified, panic, panicking, panic attack, phobia, dread, "
    "terror, horror, unsafe, nightmare, nightmares",
    "longing": "miss, missing, miss him, miss her, miss you, yearning, yearn, nostalgia, nostalgic, "
    "wishing, homesick, want someone, ex",
    "shame": "ashamed, embarrassed, embarrassment, humiliated, humiliation, guilt, guilty, regret, "
    "not good enough, worthless, failure, inadequate, self hatred, hate myself, ugly, imposter",
    "tenderness": "tender, gentle, gentleness, love, loving, affection, kindness, kind, caring, warmth, "
    "self compassion, compassion, closeness, intimacy",
    "anger": "angry, mad, furious, rage, irritated, irritable, frustrated, frustration, resentment, "
    "resentful, annoyed, fed up, hate, bitter, jealous, jealousy, envy, argument, arguing, quarrel, fight, "
    "fighting, yell, yells, yelled, yelling, shout, shouts, shouting, screaming, temper",
    "courage": "brave, bravery, courageous, bold, confidence, confident, daring, strength, strong",
    "joy": "happy, happiness, joyful, glad, delight, delighted, cheerful, laughter, fun, grateful, "
    "gratitude, thankful, pleased",
    "hope": "hopeful, optimism, optimistic, looking forward, better, healing, recovery, recover, hopeless",
    "tiredness": "tired, exhausted, exhaustion, burned out, burnt out, burnout, burn out, weary, worn out, "
    "fatigue, drained, sleepy, no energy, cant sleep, cannot sleep, insomnia, sleepless, awake, sleep, "
    "overworked, overwhelmed",
    "acceptance": "accept, accepting, letting go, let go, forgive, forgiveness, forgiving, moving on, "
    "surrender, peace with",
    "calm": "peace, peaceful, relax, relaxed, relaxation, quiet, still, stillness, serene, settle, "
    "breathe, breathing, soothe, meditation, mindfulness, ease",
    "trust": "trusting, betrayed, betrayal, safe, safety, rely, believe, cheated, cheating, affair, "
    "infidelity, unfaithful, lied, faith",
    "worry": "worried, worries, worrying, anxious, anxiety, anxieties, nervous, nerves, stress, stressed, "
    "uneasy, tense, on edge, restless, overthinking, racing thoughts, cant sleep, cannot sleep, insomnia, "
    "sleepless, awake, uncertain, uncertainty, ruminating, panic, overwhelmed, cant relax, what if, "
    "cant stop thinking, thinking too much",
}
LONGEST_PHRASE = 3  # words
_SHORTEST_ROOT = 5  # letters


@cache
def _by_word() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for emotion, said in _SAID.items():
        for phrase in (emotion, *said.split(", ")):
            key = " ".join(words_of(phrase))
            found[key] = (*found.get(key, ()), emotion)
    return found


@cache
def _by_root() -> dict[str, tuple[str, ...]]:
    """Other forms of the longer words. A short root, or one of an -ing, is that of much else: made, car."""
    roots = {root(word): emotions for word, emotions in reversed(_by_word().items())}
    long_enough = {root(word) for word in _by_word() if not word.endswith("ing")}
    return {word: roots[word] for word in long_enough if len(word) >= _SHORTEST_ROOT}


def emotions_of(phrase: str) -> tuple[str, ...]:
    """The emotions that a word, or words with single spaces, stands for; none for most words."""
    return _by_word().get(phrase) or _by_root().get(root(phrase), ())


def beginning_with(half: str) -> tuple[str, ...]:
    """The emotions whose words begin so."""
    found = (each for word, each in _by_word().items() if word.startswith(half))
    return tuple(dict.fromkeys(emotion for emotions in found for emotion in emotions))


def all_words() -> list[str]:
    """Every single word of feeling, for mending one that is misspelt."""
    return [word for word in _by_word() if " " not in word]
