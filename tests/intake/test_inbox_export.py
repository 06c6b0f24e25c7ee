"""Dana writes inquiries to a file, which no spreadsheet runs and which is noted."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.inbox.export import safe
from practice.audit.models import Event
from tests.intake.inquiries import INBOX, received, words

EXPORT = f"{INBOX}export/"
SIGNS = "=+@＝＋－＠﹦﹢﹣﹫−-"
BREAKS = "\t\r\n"
UNSEEN = BREAKS + " \xa0\u200b\ufeff\u3000'\""


def as_read(cell):
    """The words as they were: one apostrophe is taken away wherever one was put."""
    head = rf"\A'(?='*[\t\r\n]|[{UNSEEN}]*[{SIGNS}])"
    inside = rf"(?<=[;\t\r\n])'(?=[{UNSEEN.replace(BREAKS, '')}]*[{SIGNS}])"
    return re.sub(f"{head}|{inside}", "", cell)


def rows_of(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.mark.engine_free
@pytest.mark.parametrize("before", ["", " ", "\t", "\r", "\n", "\xa0", "\ufeff", '"', " \u200b"])
def test_a_cell_that_would_run_is_text(before):
    for sign in SIGNS:
        cell = f"{before}{sign}HYPERLINK(1)"

        assert safe(cell)[0] == "'"
        assert safe(cell)[1:].replace("\t'", "\t").replace("\r'", "\r").replace("\n'", "\n") == cell


@pytest.mark.engine_free
def test_what_another_countrys_spreadsheet_takes_for_a_cells_end_is_guarded_too():
    assert safe("fine;=1+1\n @x") == "fine;'=1+1\n' @x"
    assert safe("fine, a-b; c") == "fine, a-b; c"


@pytest.mark.engine_free
@pytest.mark.parametrize("cell", ["Sam", "a = b", "well-being", "x@mail.example", "", "¿Qué?"])
def test_harmless_words_stay_as_they_are(cell):
    assert safe(cell) == cell


@pytest.mark.engine_free
@pytest.mark.parametrize("cell", ["\tindented", "\rx", "\nx"])
def test_a_cell_that_begins_with_a_break_is_guarded(cell):
    assert safe(cell) == f"'{cell}"


@pytest.mark.engine_free
@given(st.text(alphabet=SIGNS + UNSEEN + ";aé1", max_size=12))
def test_whatever_was_written_runs_nowhere_and_can_be_had_back(cell):
    guarded = safe(cell)

    assert guarded[:1] not in set(SIGNS + BREAKS)
    for part in re.split(r"[;\t\r\n]", guarded):
        assert part.strip(UNSEEN.replace("'", ""))[:1] not in set(SIGNS)
    assert as_read(guarded) == cell


@pytest.mark.django_db
@pytest.mark.ignore_template_errors
class TestTheFile:
    def test_dana_is_told_what_it_holds_before_it_is_written(self, dana, practice):
        received()

        asked = dana.post(EXPORT, {"show": "needs"})

        assert "The file holds what people wrote, in clear." in words(asked)
        assert "write 1 request to a file" in words(asked)
        assert "text/html" in asked["Content-Type"]
        assert not Event.objects.filter(action="inquiries exported").exists()

    def test_it_holds_the_list_and_is_noted(self, dana, practice):
        one = received(name="=cmd()", phone="+1 415 555 0147", message='Line "one"\nline two')
        two = received(name="Ria", state="contacted")

        response = dana.post(EXPORT, {"show": "needs", "confirmed": "yes"})

        (row,) = rows_of(response)
        assert row["name"] == "'=cmd()"
        assert row["phone"] == "'+1 415 555 0147"
        assert row["message"] == 'Line "one"\nline two'
        assert row["reference"] == one.reference
        assert response.content.startswith(b"\xef\xbb\xbf")
        assert re.fullmatch(
            r'attachment; filename="requests-\d{4}-\d\d-\d\d\.csv"', response["Content-Disposition"]
        )
        assert response["Cache-Control"] == "no-store"
        event = Event.objects.get(action="inquiries exported")
        assert (event.actor, event.references) == ("dana", [one.reference])
        assert two.reference not in event.references

    def test_only_the_ticked_ones_are_written(self, dana, practice):
        received(name="Sam")
        ria = received(name="Ria")

        asked = dana.post(EXPORT, {"show": "all", "ids": [ria.pk, "nonsense"]})
        response = dana.post(EXPORT, {"show": "all", "ids": [ria.pk], "confirmed": "yes"})

        assert f'name="ids" value="{ria.pk}"' in asked.content.decode()
        assert [row["name"] for row in rows_of(response)] == ["Ria"]

    def test_nothing_ticked_that_is_still_there_is_not_everything(self, dana, practice):
        received(name="Sam")

        gone = {"ids": "7d9f0c9e-6f0b-4a3e-9d53-3c8d4a1b2c3d"}
        response = dana.post(EXPORT, {"show": "all", "confirmed": "yes", **gone})

        assert response.status_code == 302
        assert not Event.objects.filter(action="inquiries exported").exists()

    def test_nothing_ticked_among_what_was_found_writes_nothing(self, dana, practice):
        received(name="Sam")

        found = dana.post(f"{INBOX}search/", {"words": "Sam"})

        assert 'name="show"' not in found.content.decode()
        assert dana.post(EXPORT, {"confirmed": "yes"}).status_code == 302
        assert not Event.objects.filter(action="inquiries exported").exists()

    def test_an_address_alone_writes_nothing(self, dana, practice):
        received()

        assert dana.get(EXPORT, {"confirmed": "yes"}).status_code == 302
        assert not Event.objects.filter(action="inquiries exported").exists()
