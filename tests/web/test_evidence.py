"""Dana is asked “is this compliant?” and has something to show, also about what is left to her."""

import ast
import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from practice.evidence import recorded
from practice.evidence.models import Agreement
from practice.evidence.safeguards import SAFEGUARDS
from practice.templatetags.desk import breakable, with_code
from tests.intake.inquiries import words
from tests.running_site import ROOT
from tests.signing_in.steps import AtHerDesk

PAGE = "/admin/evidence/agreement/"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.engine_free,
    pytest.mark.ignore_template_errors,
]


def said():
    out = StringIO()
    call_command("evidence", stdout=out)
    return out.getvalue()


@pytest.fixture
def passed(tmp_path, monkeypatch):
    """A run in which every test passed on two engines; what it wrote down can be changed."""
    file = tmp_path / "evidence.json"
    monkeypatch.setattr(recorded, "FILE", file)
    runs = {"SQLite": "2026-11-20T08:00:00+00:00", "PostgreSQL": "2026-11-21T08:00:00+00:00"}
    seen = {test: dict(runs) for safeguard in SAFEGUARDS for test in safeguard.tests}
    file.write_text(json.dumps(seen))
    return lambda test, **outcome: file.write_text(json.dumps({**seen, test: outcome}))


@pytest.mark.parametrize("safeguard", SAFEGUARDS, ids=lambda safeguard: safeguard.citation)
def test_what_a_row_names_is_there(safeguard):
    for file in safeguard.where:
        assert (ROOT / file).is_file()
    assert safeguard.tests
    for test in safeguard.tests:
        file, _, name = test.partition("::")
        tree = ast.parse((ROOT / file).read_text())
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, test


def test_the_rule_is_covered_whole():
    """45 CFR 164.312 has five standards and seven specifications."""
    assert {safeguard.citation for safeguard in SAFEGUARDS} == {
        *("164.312(a)(1)", "164.312(a)(2)(i)", "164.312(a)(2)(ii)", "164.312(a)(2)(iii)"),
        *("164.312(a)(2)(iv)", "164.312(b)", "164.312(c)(1)", "164.312(c)(2)", "164.312(d)"),
        *("164.312(e)(1)", "164.312(e)(2)(i)", "164.312(e)(2)(ii)"),
    }


def test_where_no_test_ran_it_says_so_and_not_that_one_passed(tmp_path, monkeypatch):
    monkeypatch.setattr(recorded, "FILE", tmp_path / "nowhere")

    text = said()

    assert text.count("passed  not recorded here") == len(SAFEGUARDS)
    assert "UTC" not in text


def test_the_oldest_pass_is_told_with_its_engines(passed):
    assert said().count("passed  2026-11-20 08:00 UTC, on PostgreSQL and SQLite") == len(SAFEGUARDS)


def test_a_row_names_a_database_only_when_each_of_its_tests_passed_there(passed):
    passed(SAFEGUARDS[3].tests[0], SQLite="2026-11-20T08:00:00+00:00")

    text = said()

    assert text.count("UTC, on SQLite\n") == 1
    assert text.count("UTC, on PostgreSQL and SQLite\n") == len(SAFEGUARDS) - 1


def test_a_failed_test_fails_the_command_and_its_row_only(passed, dana, practice):
    test = SAFEGUARDS[3].tests[0]
    passed(test, SQLite="failed", PostgreSQL="2026-11-21T08:00:00+00:00")

    with pytest.raises(CommandError, match=test):
        said()

    page = words(dana.get(PAGE))
    assert page.count("Failed when last run") == 1
    assert page.count("November 20, 2026") == len(SAFEGUARDS) - 1


def test_what_the_owner_has_to_do_is_told_and_fails_nothing(passed):
    Agreement.objects.create(
        service="mail", whom="Postbox Ltd", signed=date(2024, 1, 1), ends=date(2025, 1, 1)
    )
    Agreement.objects.create(service="host", whom="Myself", none_needed="It stands in my office.")

    text = said()

    assert "no agreement is noted for where backups are kept" in text
    assert "Postbox Ltd (the mail server) was to be read again by Jan. 1, 2025" in text
    assert "the machine the site runs on (45" not in text


def test_dana_notes_an_agreement_and_one_duty_less_is_left(dana, practice):
    assert "No agreement is noted for the mail server" in words(dana.get(PAGE))

    refused = dana.post(f"{PAGE}add/", {"service": "mail", "whom": "Postbox Ltd"})
    assert "Write the day it was signed" in words(refused)
    assert not Agreement.objects.exists()
    tomorrow = timezone.localdate() + timedelta(days=3)
    refused = dana.post(f"{PAGE}add/", {"service": "mail", "whom": "Postbox", "signed": tomorrow})
    assert "This day is still to come" in words(refused)

    dana.post(f"{PAGE}add/", {"service": "mail", "whom": "Postbox Ltd", "signed": "2026-01-05"})

    page = words(dana.get(PAGE))
    assert "Postbox Ltd" in page
    assert "No agreement is noted for the mail server" not in page
    assert "No agreement is noted for the machine" in page
    assert "164.312(d) Person or entity authentication" in page


def test_the_register_says_where_the_paper_lies_or_why_there_is_none(dana, practice):
    Agreement.objects.create(service="host", whom="Myself", none_needed="It stands in my office.")
    Agreement.objects.create(
        service="mail", whom="Postbox", signed=date(2026, 1, 5), paper="In the blue folder"
    )

    page = words(dana.get(PAGE))

    assert "It stands in my office." in page
    assert "In the blue folder" in page


def test_commands_stand_on_the_page_as_code_and_without_their_quotes(dana, practice):
    page = dana.get(PAGE).content.decode()

    assert "<code>manage.py let_in</code>" in page
    assert "`" not in words(dana.get(PAGE))


def test_what_a_row_says_can_hold_no_markup_but_code():
    assert with_code("<b> and `x < y` end") == "&lt;b&gt; and <code>x &lt; y</code> end"
    assert with_code("nothing of the kind") == "nothing of the kind"
    assert breakable("tests/a.py::test_b<") == "tests/<wbr>a.py::<wbr>test_<wbr>b&lt;"


def test_kim_who_edits_texts_sees_none_of_it(practice):
    from practice.desk.signin import roles
    from tests.signing_in.steps import person

    kim = AtHerDesk()
    kim.force_login(person("kim", roles.EDITOR))

    assert kim.get(PAGE).status_code in {302, 403}
    assert "Evidence" not in kim.get("/admin/settings/").content.decode()
