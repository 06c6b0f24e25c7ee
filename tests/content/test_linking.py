"""Where links of this site lead, and who links to a text that moves or goes."""

import pytest
from django.utils import timezone

from practice.content.advice import Answer
from practice.content.linking import answers_of, linking_to
from practice.content.marks.merging import merge
from practice.content.models import Entry, Image, Redirect, Tag
from practice.content.previews import links
from practice.profile.models import Notice, NoticeVersion
from tests.content.seen import look, seen, submit

pytestmark = [
    pytest.mark.usefixtures("practice"),
    pytest.mark.ignore_template_errors,
    pytest.mark.engine_free,
]


@pytest.fixture
def site(write, settings):
    """Some of everything."""
    settings.SITE_URL = "https://quiet.example"
    write("Rain", tags=["rest"], emotions=["calm"], body="## Soft\n\nDrops.")
    write("Rest", kind="guide")
    write("Hidden", status="draft")
    write("Tomorrow", days_ago=-1)
    write("家族", slug="家族")
    tag = Tag.objects.create(name="sleep", slug="sleep")
    merge(Tag.objects.get(slug="rest"), [tag])
    Redirect.objects.create(path="/old-rain", entry=Entry.objects.get(slug="rain"))
    Notice.objects.create(slug="estimate", title="Estimate")
    Image.objects.create(name="lamp", alt="A lamp.", width=9, height=9, digest="a" * 20, widths=[9])


@pytest.mark.parametrize(
    "address",
    [
        *(
            "/",
            "/journal/",
            "/journal/rain/",
            "/journal/rain",
            "/journal/rain/#soft",
            "/guides/rest/",
        ),
        *(
            "https://quiet.example/journal/rain/",
            "https://elsewhere.example/x",
            "//elsewhere.example",
        ),
        *(
            "/journal/tags/rest/",
            "/journal/tags/sleep/",
            "/emotions/calm/feed/",
            "/old-rain",
            "/about/",
        ),
        *("/notices/estimate/", "/privacy/", "/consultation/", "/search/?q=rain", "/feed.xml"),
        *(
            "/journal/家族/",
            "/journal/%E5%AE%B6%E6%97%8F/",
            "image:lamp",
            "image:LAMP",
            "/static/x.css",
        ),
    ],
)
def test_this_leads_somewhere(site, address):
    assert answers_of([address]) == {address: Answer.THERE}


@pytest.mark.parametrize("slug", ["hidden", "tomorrow"])
def test_old_address_of_a_hidden_text_leads_nobody_yet(site, slug):
    Redirect.objects.create(path="/old", entry=Entry.objects.get(slug=slug))

    assert answers_of(["/old"]) == {"/old": Answer.GONE}


@pytest.mark.parametrize(
    ("address", "answer"),
    [
        ("/journal/hidden/", Answer.NOT_YET),
        ("/journal/tomorrow/", Answer.NOT_YET),
        ("https://quiet.example/journal/hidden/", Answer.NOT_YET),
        ("/journal/rain/#hard", Answer.NO_PART),
        ("/guides/rain/", Answer.GONE),
        ("/rain/", Answer.GONE),
        ("/nothing/", Answer.GONE),
        ("/journal/nothing/", Answer.GONE),
        ("/journal/tags/nothing/", Answer.GONE),
        ("/emotions/nothing/", Answer.GONE),
        ("/notices/nothing/", Answer.GONE),
        ("/admin/", Answer.GONE),
        ("rain/", Answer.GONE),
        ("/%00", Answer.GONE),
        ("http://[", Answer.GONE),
        ("image:nothing", Answer.GONE),
    ],
)
def test_this_does_not(site, address, answer):
    assert answers_of([address]) == {address: answer}


@pytest.mark.on_both
def test_three_hundred_links_ask_the_database_no_more_than_three(
    site, django_assert_max_num_queries
):
    folders = ("journal", "guides", "notices", "journal/tags", "emotions", "old", "journal/rain/#a")
    many = [f"/{folder}{number}/" for folder in folders for number in range(40)]
    many += [f"/{folder}/{number}/" for folder in folders for number in range(40)]

    with django_assert_max_num_queries(11):
        answers = answers_of([*many, "/journal/rain/", "/journal/tags/sleep/", "image:lamp"])

    assert answers["/journal/rain/"] is answers["/journal/tags/sleep/"] is Answer.THERE
    assert answers["/journal/rain/#a7/"] is Answer.NO_PART
    assert answers["/emotions/7/"] is answers["/old7/"] is answers["/journal/7/"] is Answer.GONE


def names(paths, **besides):
    return [each.title for each in linking_to(paths, **besides)]


@pytest.mark.on_both
def test_who_links_is_found_however_it_is_spelled(site, write):
    rain = Entry.objects.get(slug="rain")
    for number, address in enumerate(
        [
            "/journal/rain/",
            "/journal/rain",
            "/journal/rain/#soft",
            "https://quiet.example/journal/rain/",
        ]
    ):
        write(f"Link {number}", body=f"See [rain]({address}).")
    write("Near", body="See [it](/journal/rainbow/) and `[x](/journal/rain/)`.")
    notice = Notice.objects.get()
    NoticeVersion.objects.create(
        notice=notice, effective=timezone.localdate(), body="[Rain](/journal/rain/)."
    )
    rain.body = "I am [myself](/journal/rain/)."
    rain.save()

    assert names(["/journal/rain/"], besides=rain) == [
        *(f"“Link {number}” (post)" for number in range(4)),
        "“Estimate” (notice)",
    ]
    assert names(["/guides/rest/"]) == []
    assert names([]) == []


@pytest.mark.parametrize(
    "address",
    [
        "/journal/家族/",
        "/journal/%E5%AE%B6%E6%97%8F/",
        "/journal/%e5%ae%b6%e6%97%8f",
        "https://quiet.example/journal/%E5%AE%B6%E6%97%8F/#a",
    ],
)
@pytest.mark.on_both
def test_who_links_to_an_address_of_other_letters(site, write, address):
    write("Link", body=f"See [family]({address}).")
    write("Other", body="See [families](/journal/%E5%AE%B6%E6%97%8F-2/).")

    assert names(["/journal/家族/"]) == ["“Link” (post)"]


@pytest.mark.on_both
def test_who_links_to_the_front_of_the_house(site, write):
    write("Link", body="Go [home](/).")

    assert names(["/"]) == ["“Link” (post)"]


def delete_page(entry):
    return f"/admin/journal/post/{entry.pk}/delete/"


@pytest.mark.on_both
def test_deleting_says_who_links_and_what_the_address_answers(dana, sam, site, write):
    rain = Entry.objects.get(slug="rain")
    link = write("Links", body="See [rain](/old-rain).", status="draft")
    write("Other", body="See [rest](/guides/rest/).")
    links.make(rain, days=1, by=None)

    page = look(dana, delete_page(rain))
    dana.post(delete_page(rain), {"post": "yes"})

    assert "At /journal/rain/ visitors read then that this page is not here." in page.words
    assert "Older addresses that lead to it stop working too: /old-rain." in page.words
    assert "1 preview link to it ends." in page.words
    assert ("“Links” (post, not public)", f"/admin/journal/post/{link.pk}/change/") in page.links
    assert "“Other”" not in page.words
    assert sam.get("/journal/rain/").status_code == 404


def test_deleting_what_nobody_links_to_says_so(dana, site):
    hidden = look(dana, delete_page(Entry.objects.get(slug="hidden"))).words

    assert "Nothing here links to it." in hidden
    assert "It is not public, so visitors notice nothing." in hidden
    assert "this page is not here" not in hidden


def test_deleting_about_leaves_an_empty_page_and_the_menu_loses_it(dana, sam, write):
    about = write("About", kind="page", place="header")

    page = look(dana, f"/admin/pages/page/{about.pk}/delete/").words
    dana.post(f"/admin/pages/page/{about.pk}/delete/", {"post": "yes"})

    assert "At /about/ stands an empty page then" in page
    assert "It is in the menu on top, and goes from there." in page
    assert sam.get("/about/").status_code == 200


@pytest.mark.on_both
def test_several_are_deleted_with_the_same_care(dana, site, write):
    write("Links", body="See [rain](/journal/rain/).")
    chosen = list(Entry.objects.filter(slug__in=["rain", "hidden"]).values_list("pk", flat=True))
    asked = {"action": "delete_selected", "_selected_action": chosen}

    page = seen(dana.post("/admin/journal/post/", asked))
    dana.post("/admin/journal/post/", {**asked, "post": "yes"})

    assert "“Links” (post)" in page.words
    assert "Older addresses that lead to it stop working too: /old-rain." in page.words
    assert not Entry.objects.filter(pk__in=chosen).exists()


def test_changing_a_slug_says_so_with_both_addresses(dana, sam, site):
    rain = Entry.objects.get(slug="rain")
    edit = f"/admin/journal/post/{rain.pk}/change/"
    before = look(dana, edit).words

    said = seen(dana.get(submit(dana, edit, slug="soft-rain")["Location"])).words
    silent = seen(dana.get(submit(dana, edit, title="Soft rain")["Location"])).words

    assert "Now it is at /journal/rain/. If you change this, the old address leads" in before
    assert (
        "Its address was /journal/rain/ and is now /journal/soft-rain/. The old one leads here"
        in said
    )
    assert "Its address was" not in silent
    assert sam.get("/journal/rain/")["Location"] == "/journal/soft-rain/"


def test_a_slug_of_a_draft_leads_on_once_it_is_public(dana, sam, site):
    hidden = Entry.objects.get(slug="hidden")
    answer = submit(dana, f"/admin/journal/post/{hidden.pk}/change/", slug="seen")

    assert "leads here as soon as this text is public" in seen(dana.get(answer["Location"])).words
    assert sam.get("/journal/hidden/").status_code == 404
