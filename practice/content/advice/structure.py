"""Description, headings, paragraphs: what makes a text easy to find one's way in."""

import re

from practice.content.advice.model import Advice, excerpt
from practice.content.advice.reading import Text

LONGEST_DESCRIPTION = 160  # characters, about what search results show
LONGEST_PARAGRAPH = 150  # words
LONGEST_SENTENCE = 50  # words; plain-language guides ask for half of it on average
_MOST = 3  # of one sort; who mends three knows how to mend the fourth


def about_description(description: str) -> list[Advice]:
    if not description.strip():
        return [
            Advice(
                "It has no description yet.",
                "One or two sentences stand under the title, in lists and in search results; without "
                "them a reader has only the title to go by.",
            )
        ]
    if len(description) > LONGEST_DESCRIPTION:
        return [
            Advice(
                f"The description is long: {len(description)} letters.",
                f"Search results show about {LONGEST_DESCRIPTION} and cut off the rest.",
            )
        ]
    return []


def headings(text: Text) -> list[Advice]:
    """One h1, levels in order, none empty (WCAG 2.2, 1.3.1 and 2.4.6)."""
    found = []
    if any(level == 1 for level, _ in text.headings):
        found.append(
            Advice(
                "A heading has one #, like the title itself.",
                "The title is the one heading of that size. The site moves the others down by one; "
                "begin them with ## and they look as you typed them.",
            )
        )
    # With one # somewhere all of them move down together.
    before = 0 if found else 1
    for level, words in text.headings:
        if not words:
            why = (
                "People who listen to the page jump from heading to heading, and find nothing here."
            )
            found.append(Advice("A heading has no words.", why))
        elif level > before + 1:
            found.append(
                Advice(
                    f"A heading is {level - before} sizes below the one before it.",
                    "People who listen to the page take the sizes for the order of parts, and think "
                    "they have missed one.",
                    words,
                )
            )
        before = level
    return found


def paragraphs(text: Text) -> list[Advice]:
    """Paragraphs and sentences that are hard to hold in one's head."""
    long = [words for words in text.paragraphs if len(words.split()) > LONGEST_PARAGRAPH]
    why = "On a telephone that is more than a screen without a pause."
    found = [
        Advice(f"A paragraph has {len(words.split())} words.", why, excerpt(words))
        for words in long[:_MOST]
    ]
    sentences = [
        sentence
        for words in text.paragraphs
        for sentence in re.split(r"(?<=[.?!…])[”’\"')]*\s+", words)
        if len(sentence.split()) > LONGEST_SENTENCE
    ]
    why = "Someone who is tired or upset loses the thread of a long sentence."
    return found + [
        Advice(f"A sentence has {len(words.split())} words.", why, excerpt(words))
        for words in sentences[:_MOST]
    ]
