"""Somebody types into search what they cannot say to anyone: a number to call comes before all else."""

import pytest

from practice import crisis
from tests.content.test_search_readers import answer

pytestmark = pytest.mark.usefixtures("practice")

# Each said in another way than the list has it: with and without apostrophes, closing signs and ends.
SAID = [
    *("suicide", "suic", "want to die", "kill myself", "how to die", "i’m going to end it all"),
    *(
        "i cant go on",
        "I can’t go on.",
        "i feel like i cannot go on…",
        "dont want to go on any longer",
    ),
    *("my daughter doesn't want to go on", "cant do this anymore", "I can't take it any more!"),
    *(
        "cannot keep going",
        "giving up",
        "I just want it to stop",
        "make it stop",
        "whats the point",
    ),
    *(
        "what’s the point of living",
        "no one would miss me",
        "life is not worth living",
        "sick of life",
    ),
    *("i hope i never wake up", "hang myself", "he hit me", "scared of my husband", "i was raped"),
    *("i can’t live without her", "can't cope", "help me please"),
]
NOT_SAID = [
    *("my father died", "dead end job", "diet", "cut flowers", "", "go on a date", "moving on"),
    *("can’t go on a date", "we cannot go on holiday", "how to give up smoking", "never give up"),
    *("cant sleep", "can't take a compliment", "take it slow", "what's the point of meditation"),
    *("my son can't wake up early", "not wake up early", "my parents dont live together", "grape"),
    *(
        "afraid of flying",
        "i want out of my job",
        "help me choose a therapist",
        "coping with stress",
    ),
]


@pytest.mark.parametrize("typed", ["suicide", "I can’t go on."])
def test_words_of_crisis_put_help_before_all_else(sam, write, typed):
    write("Dying flowers", body="To die to kill, to end it all. Suicide. I can’t go on.")

    main = answer(sam, typed).part(".//main")

    assert main.words.index("Call 988") < main.words.index("Words to look for")
    assert main.addresses[0] == "tel:988"


def test_other_words_do_not(sam, write):
    write("Rain")

    assert "will answer" not in answer(sam, "rain").part(".//main").words


@pytest.mark.parametrize("typed", SAID)
def test_whoever_is_not_safe_is_understood(typed):
    assert crisis.is_searched_in(typed)


@pytest.mark.parametrize("typed", NOT_SAID)
def test_whoever_looks_for_something_else_is_left_in_peace(typed):
    assert not crisis.is_searched_in(typed)


def test_a_request_that_says_so_is_understood_in_the_middle_of_it():
    assert crisis.is_said_in("I am so tired. I can’t go on, and nobody knows. When are you free?")
    assert not crisis.is_said_in("We can’t go on Fridays. Are Mondays free?")
