"""Whatever Sam writes, the page after it says what to do next, and the request is stored."""

import pytest

from intake.models import Inquiry
from practice.profile.models import Practice

pytestmark = [pytest.mark.django_db, pytest.mark.engine_free]

CRISIS = "Please don’t wait for me with this"
MINOR = "If you are under 18"
ELSEWHERE = "Where you will be"
NEXT_STEPS = [CRISIS, MINOR, ELSEWHERE, "My hours are full", "There is a waiting list"]


def thanked(sam, answers, **changes):
    """The page Sam lands on."""
    page = sam.post("/consultation/", {**answers, **changes}, follow=True).content.decode()
    assert Inquiry.objects.count() == 1
    assert "Thank you. It is here." in page
    return page


def said(page):
    return [line for line in NEXT_STEPS if line in page]


def test_most_people_are_only_thanked(sam, answers):
    assert said(thanked(sam, answers)) == []


@pytest.mark.parametrize(
    "words",
    [
        "Some days I want to die.",
        "I have been thinking about suicide",
        "i don’t want to be here anymore",
        "I keep hurting myself",
        "He hits me when he drinks.",
        "taking my\nown  life",
        "I’d rather be dead",
        "dont wanna wake up anymore",
        "I took pills last night",
        "no quiero vivir",
    ],
)
def test_words_of_crisis_put_the_numbers_first(sam, answers, words):
    page = thanked(sam, answers, message=words)

    assert said(page) == [CRISIS]
    assert page.index(CRISIS) < page.index("Thank you. It is here.")
    assert "tel:988" in page[page.index(CRISIS) : page.index("Thank you. It is here.")]
    assert words not in page


@pytest.mark.parametrize(
    "words",
    [
        "My father died in May.",
        "I am dying to talk to someone.",
        "My knee hurts.",
        "Work kills my joy",
        "I don’t want to work there any more.",
        "I can’t go on holiday alone.",
        "I have no plan for the summer",
    ],
)
def test_grief_and_figures_of_speech_are_no_alarm(sam, answers, words):
    assert said(thanked(sam, answers, message=words)) == []


def test_the_numbers_are_gone_for_whoever_opens_the_page_later(sam, answers, later):
    sent = sam.post("/consultation/", {**answers, "message": "I want to die", "place": "NY"})
    later(minutes=61)

    page = sam.get(sent.url).content.decode()

    assert said(page) == []
    assert "Thank you. It is here." in page


@pytest.mark.parametrize(
    ("who", "words", "expected"),
    [
        ("minor", "Hello", [MINOR]),
        ("me", "I’m 15 and my parents don’t know.", [MINOR]),
        ("me", "i am sixteen", [MINOR]),
        ("me", "15 year old here", [MINOR]),
        ("me", "I’m 16 years into my marriage", []),
        ("me", "I am 14 years sober", []),
        ("me", "I am 17 weeks pregnant", []),
        ("me", "I am 51", []),
        ("child", "She says: I am 15", []),
    ],
)
def test_someone_under_eighteen_learns_how_it_goes_on(sam, answers, who, words, expected):
    assert said(thanked(sam, answers, who=who, message=words)) == expected


@pytest.mark.parametrize(
    ("place", "expected"), [("CA", []), ("NY", [ELSEWHERE]), ("elsewhere", [ELSEWHERE])]
)
def test_outside_the_licensed_places_there_is_a_way_on(sam, answers, place, expected):
    page = thanked(sam, answers, place=place)

    assert said(page) == expected
    assert ("covers California" in page) == bool(expected)


@pytest.mark.parametrize(
    ("accepting", "expected"),
    [("full", "My hours are full"), ("waiting", "There is a waiting list")],
)
def test_a_full_practice_says_so_and_still_takes_the_request(sam, answers, accepting, expected):
    Practice.objects.update(accepting=accepting)

    assert said(thanked(sam, answers)) == [expected]


def test_the_form_names_the_day_before_sam_writes(sam, practice, later):
    from datetime import timedelta

    from django.utils import timezone

    today = timezone.localdate()
    practice.days_away.create(first=today, last=today + timedelta(days=20))
    day = practice.reply_by(timezone.now())

    page = sam.get("/consultation/").content.decode()

    assert f'datetime="{day:%Y-%m-%d}"' in page
    assert day > today + timedelta(days=20)
