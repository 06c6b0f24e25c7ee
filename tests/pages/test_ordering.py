"""Dana puts her pages in order, and the menus follow."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from practice.content.models import Entry
from tests.content.seen import look, seen

pytestmark = [
    pytest.mark.usefixtures("practice"),
    pytest.mark.ignore_template_errors,
    pytest.mark.engine_free,
]

ORDER = "/admin/pages/page/order/"


@pytest.fixture
def pages(write):
    """Two in the menu on top, one at the foot, two services, a guide."""
    made = [
        write("About", kind="page", place="header", order=1),
        write("Writing", kind="page", place="header", order=2),
        write("Links", kind="page", place="footer"),
        write("Couples", kind="service", order=5),
        write("Alone", kind="service", order=5),
        write("Rest", kind="guide"),
    ]
    return {page.title: page for page in made}


def sent(client, **changes):
    """The form as it stands, with some of it changed, in one POST."""
    page = look(client, ORDER)
    fields = {i.root.get("name"): i.root.get("value") for i in page.all(".//form[@class]//input")}
    for select in page.all(".//form[@class]//select"):
        fields[select.root.get("name")] = select.part("./option[@selected]").root.get("value")
    return client.post(ORDER, {**fields, **changes}, follow=True)


def menu(sam):
    return [words for words, _ in look(sam, "/").part(".//nav[@aria-label='Main']/ul").links]


def listed(client):
    groups = look(client, ORDER).all(".//form//section")
    return {group.part(".//h2").words: [words for words, _ in group.links] for group in groups}


def test_pages_stand_in_groups_in_their_order(dana, pages, write):
    write("Front", kind="page", slug="home")
    write("A post")
    write("Half a page", kind="page", status="draft")

    groups = listed(dana)

    assert groups["In the menu on top"] == ["About", "Writing"]
    assert groups["At the foot of every page"] == ["Links"]
    assert groups["Services"] == ["Alone", "Couples"]
    assert groups["Guides"] == ["Rest"]
    assert groups["Other pages"] == ["Half a page"]
    rows = [each.words for each in look(dana, ORDER).all(".//span[@class='what']")]
    assert [row for row in rows if "not public" in row] == ["Half a page plain page, not public"]


@pytest.mark.on_both
def test_numbers_saved_in_one_go_reorder_the_menu_at_once(dana, sam, pages):
    about, writing = pages["About"], pages["Writing"]
    assert menu(sam)[4:6] == ["About", "Writing"]

    answer = sent(dana, **{f"order-{about.pk}": "9", f"order-{writing.pk}": "3"})

    assert "The order is saved, and the menus follow." in seen(answer).words
    assert menu(sam)[4:6] == ["Writing", "About"]
    assert listed(dana)["Services"] == ["Alone", "Couples"]


def test_a_step_up_without_script_moves_one_row(dana, sam, pages):
    sent(dana, up=str(pages["Couples"].pk))

    assert listed(dana)["Services"] == ["Couples", "Alone"]
    assert look(sam, "/services/").entries == ["Couples", "Alone"]
    assert listed(dana)["In the menu on top"] == ["About", "Writing"]


def test_a_step_beyond_the_end_moves_nothing(dana, pages):
    sent(dana, up=str(pages["Alone"].pk))
    sent(dana, down=str(pages["Couples"].pk))

    assert listed(dana)["Services"] == ["Alone", "Couples"]


def test_a_page_goes_from_one_menu_to_another(dana, sam, pages):
    sent(dana, **{f"place-{pages['Writing'].pk}": "footer"})

    assert "Writing" not in menu(sam)
    small_print = look(sam, "/").part(".//nav[@aria-label='Small print']").words
    assert "Writing" in small_print


@pytest.mark.on_both
def test_saving_what_stands_there_twice_changes_nothing(dana, pages):
    sent(dana)
    before = list(Entry.objects.order_by("pk").values("order", "place", "updated", "html"))

    answer = sent(dana)

    assert "Nothing was changed." in seen(answer).words
    assert list(Entry.objects.order_by("pk").values("order", "place", "updated", "html")) == before


def test_the_time_of_the_last_edit_stays(dana, pages):
    before = pages["About"].updated

    sent(dana, **{f"order-{pages['About'].pk}": "99"})

    assert Entry.objects.get(pk=pages["About"].pk).updated == before


def test_made_up_rows_do_no_harm(dana, pages, write):
    post = write("A post", order=7)
    odd = {
        **{"order-99999": "1", "place-99999": "", "order-x": "1", f"order-{post.pk}": "1"},
        **{f"place-{post.pk}": "header", f"order-{pages['About'].pk}": "-5", "up": "x"},
        **{f"place-{pages['Links'].pk}": "ceiling", f"order-{pages['Rest'].pk}": "9" * 30},
        **{f"order-{'9' * 30}": "1"},
    }

    answer = sent(dana, **odd)

    assert answer.status_code == 200
    post.refresh_from_db()
    assert (post.order, post.place) == (7, "")
    assert listed(dana)["At the foot of every page"] == ["Links"]
    assert listed(dana)["Guides"] == ["Rest"]


def test_who_may_not_change_pages_changes_nothing(sam, pages):
    get_user_model().objects.create_user("lee", password="pw", is_staff=True)
    lee = Client()
    lee.login(username="lee", password="pw")

    for browser, status in ((lee, 403), (sam, 302)):
        assert browser.get(ORDER).status_code == status
        assert browser.post(ORDER, {f"order-{pages['About'].pk}": "99"}).status_code == status
    assert Entry.objects.get(pk=pages["About"].pk).order == 1
