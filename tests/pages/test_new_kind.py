"""A text of every kind is found wherever the others are: each test finds one step of docs/howto.md left out.

About two seconds.
"""

import pytest
from django.core.exceptions import ValidationError

from pages import ordering
from practice.archive import documents
from practice.content.addresses import Kind, path_of, refuse_reserved
from practice.content.models import Entry
from tests.export.helpers import begin_anew, run
from tests.intake.inquiries import words

pytestmark = [pytest.mark.usefixtures("practice"), pytest.mark.engine_free]

EVERY_KIND = pytest.mark.parametrize("kind", Kind.values)
# A plain page has no folder of its own, and no list.
IN_A_FOLDER = pytest.mark.parametrize("kind", [k for k in Kind.values if k != Kind.PAGE])


def folder_of(kind):
    return path_of(kind, "x").removesuffix("x/")


@EVERY_KIND
def test_a_public_text_answers_at_its_address_and_a_draft_does_not(kind, write, sam):
    text = write("Lamp light", kind=kind)
    draft = write("Candle", kind=kind, status="draft")

    answer = sam.get(text.get_absolute_url())

    assert answer.status_code == 200, (
        f"{text.get_absolute_url()} does not answer: give “{kind}” its addresses in pages/urls.py."
    )
    assert "Some words about Lamp light." in words(answer)
    assert sam.get(draft.get_absolute_url()).status_code == 404


@IN_A_FOLDER
def test_its_folder_lists_it_and_no_draft(kind, write, sam):
    write("Lamp light", kind=kind)
    write("Candle", kind=kind, status="draft")

    answer = sam.get(folder_of(kind))

    assert answer.status_code == 200, (
        f"{folder_of(kind)} does not answer: add the list to pages/urls.py."
    )
    assert "Lamp light" in words(answer), (
        f"{folder_of(kind)} lists none: is “{kind}” among PAGE_KINDS in pages/models.py?"
    )
    assert "Candle" not in words(answer)


@IN_A_FOLDER
def test_no_plain_page_can_stand_where_the_folder_is(kind):
    name = folder_of(kind).strip("/")
    try:
        refuse_reserved(Kind.PAGE, name)
    except ValidationError:
        return
    pytest.fail(
        f"A plain page “{name}” would hide {folder_of(kind)}: "
        "add the word to _RESERVED in practice/content/addresses.py."
    )


@IN_A_FOLDER
def test_search_engines_are_told_of_it_and_where_it_stands(kind, write, sam):
    text = write("Lamp light", kind=kind)

    listed = sam.get("/sitemap.xml").content.decode()
    answer = sam.get(text.get_absolute_url())
    page = answer.content.decode()

    assert answer.status_code == 200, f"{text.get_absolute_url()} does not answer: pages/urls.py."
    assert f"{text.get_absolute_url()}</loc>" in listed
    assert f"{folder_of(kind)}</loc>" in listed, (
        f"Add {folder_of(kind)} to FIXED_PATHS in practice/urls.py."
    )
    assert "BreadcrumbList" in page, (
        f"The page does not say that it stands under {folder_of(kind)}: add it to _SHELVES in "
        "practice/content/seo.py."
    )
    assert "Candle" not in listed


@EVERY_KIND
def test_dana_can_write_it_and_see_it_before_it_is_public(kind, write, dana):
    app = "journal/post" if kind == Kind.POST else "pages/page"
    draft = write("Candle", kind=kind, status="draft")

    form = dana.get(f"/admin/{app}/{draft.pk}/change/")

    assert form.status_code == 200, (
        f"Dana’s desk does not know “{kind}”: PAGE_KINDS in pages/models.py."
    )
    if kind != Kind.POST:
        assert f'value="{kind}" selected' in form.content.decode()
        shown = sum(page == draft for group in ordering.groups() for page in group.pages)
        assert shown == 1, f"“{kind}” has no place in groups() of pages/ordering.py."


@EVERY_KIND
def test_it_goes_out_and_comes_back(kind, write, tmp_path):
    assert kind in documents.KINDS, "Add it to KINDS in practice/archive/documents.py."
    write("Lamp light", kind=kind)
    write("Candle", kind=kind, status="draft")
    try:
        run("export_content", tmp_path / "out")
    except KeyError:
        pytest.fail(f"“{kind}” has no folder in practice/archive/jekyll_texts.py.")
    begin_anew()

    run("import_content", tmp_path / "out")

    found = {(e.kind, e.title, e.status) for e in Entry.objects.all()}
    assert found == {(kind, "Lamp light", "public"), (kind, "Candle", "draft")}, (
        f"An export with “{kind}” does not come back whole: see _OURS in practice/archive/own_export.py, and "
        "_FOLDERS and _ADDRESSES in practice/archive/jekyll_texts.py."
    )
    if kind != Kind.PAGE:
        index = tmp_path / "out" / folder_of(kind).strip("/") / "index.html"
        assert index.exists(), "Its list in the exported site is missing: practice/archive/site/."
