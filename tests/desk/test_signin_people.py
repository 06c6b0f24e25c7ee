"""Dana lets Kim in as an editor. Kim sees content and no inquiry, anywhere."""

import re
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake.models import Inquiry
from practice.audit.models import Event
from practice.content.writing.model import Revision
from practice.desk.signin import links, roles
from practice.desk.signin.models import Link, Person
from tests.intake.inquiries import received
from tests.signing_in.steps import actions, follow, is_in, person, sign_in, words

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.engine_free]
PEOPLE = "/admin/signin/person/"


@pytest.fixture
def kim(practice):
    client = Client()
    client.force_login(person("kim", roles.EDITOR))
    return client


def add(client, **typed):
    kim = {"username": "kim", "email": "kim@practice.example", "role": roles.EDITOR}
    return client.post(f"{PEOPLE}add/", {**kim, **typed})


def change(client, user, **typed):
    now = {"username": user.username, "email": user.email, "role": roles.of(user)}
    return client.post(f"{PEOPLE}{user.pk}/change/", {**now, "is_active": "on", **typed})


def test_dana_adds_kim_and_hands_over_a_link(dana):
    page = add(dana)

    link = re.search(r"/admin/welcome/\S+?/(?=<)", page.content.decode())[0]
    assert "Hand this to kim yourself" in words(page)
    kim = get_user_model().objects.get(username="kim")
    assert not kim.has_usable_password()
    client = Client()
    client.post(link, {"username": "kim", "password": "a kettle and a window"})
    assert is_in(client)
    assert client.get("/admin/intake/inquiry/").status_code == 403
    assert "person added" in [event.action for event in Event.objects.all()]


def test_before_a_link_is_made_dana_is_asked_whether_it_is_still_her(dana, later):
    """A desk left open for a moment must not become somebody else's for good."""
    kim = person("kim", roles.EDITOR)
    later(minutes=15)

    asked = [dana.post(f"{PEOPLE}{kim.pk}/link/"), dana.get(f"{PEOPLE}add/"), change(dana, kim)]

    assert ["/admin/sign-in/again/" in answer.get("Location", "") for answer in asked] == [True] * 3
    assert not Link.objects.exists()


def test_kim_who_lost_it_all_gets_a_new_link(dana):
    kim = person("kim", roles.EDITOR)

    page = dana.post(f"{PEOPLE}{kim.pk}/link/")

    assert "/admin/welcome/" in words(page)
    assert "Make a new link for kim" in dana.get(f"{PEOPLE}{kim.pk}/change/").content.decode()
    assert dana.get(f"{PEOPLE}{kim.pk}/link/").status_code == 403


def test_kim_who_leaves_is_signed_out_at_once(dana, kim):
    user = get_user_model().objects.get(username="kim")
    assert is_in(kim)

    change(dana, user, is_active="")

    assert not is_in(kim)
    assert sign_in(Client(), "kim").status_code == 200
    assert dana.post(f"{PEOPLE}{user.pk}/delete/", {"post": "yes"}).status_code == 403


def test_shut_out_kim_s_link_is_worthless_also_when_let_in_again(dana):
    kim = person("kim", roles.EDITOR)
    page = dana.post(f"{PEOPLE}{kim.pk}/link/")
    link = re.search(r"/admin/welcome/\S+?/(?=<)", page.content.decode())[0]
    assert Client().get(link).status_code == 200

    change(dana, kim, is_active="")
    change(dana, kim)

    assert Client().get(link).status_code == 404
    assert actions()[-3:] == ["one-time link made", "person shut out", "person let in"]


def test_a_name_a_role_and_a_shutting_out_are_three_events(dana):
    kim = person("kim", roles.EDITOR)

    change(dana, kim, username="kim-b", role=roles.PRACTITIONER, is_active="")

    assert actions()[1:] == ["person renamed", "role changed", "person shut out"]
    change(dana, get_user_model().objects.get(username="kim-b"), is_active="")
    assert len(actions()) == 4


@pytest.mark.parametrize("name", ["site", "Visitor", "SOMEONE", "ｓｉｔｅ", "Kim"])
@pytest.mark.on_both
def test_a_name_that_is_no_person_s_or_another_s_is_nobody_s(dana, name):
    kim = person("kim", roles.EDITOR)
    robin = person("robin")

    answers = [add(dana, username=name), change(dana, robin, username=name)]
    link = links.make(robin)
    answers.append(follow(Client(), link, name))

    for answer in answers:
        assert "Please choose another" in words(answer)
    people = get_user_model().objects.values_list("username", flat=True)
    assert sorted(people) == ["dana", "kim", "robin"]
    assert change(dana, kim).status_code == 302


@pytest.mark.on_both
def test_a_name_somebody_had_is_not_another_s_and_what_kim_wrote_goes_with_her(dana, kim):
    """The log knows a person by name, and so do the copies of what was not saved."""
    user = get_user_model().objects.get(username="kim")
    sign_in(Client(), "kim")
    Revision.objects.create(
        key=uuid4(),
        author="kim",
        desk="journal_post",
        origin=Revision.Origin.TYPED,
        fields={"title": ["Rain"], "body": ["On rain."]},
        saved_at=timezone.now(),
    )

    change(dana, user, username="kim-b")

    assert "Please choose another" in words(add(dana, username="kim"))
    assert not get_user_model().objects.filter(username="kim").exists()
    assert "Go on with “Rain”" in words(kim.get("/admin/"))
    assert "Go on with “Rain”" not in words(dana.get("/admin/"))


@pytest.mark.on_both
def test_somebody_is_left_who_may_do_everything(dana):
    user = get_user_model().objects.get(username="dana")

    for typed in ({"role": roles.EDITOR}, {"is_active": ""}):
        page = change(dana, user, **typed)
        assert "Somebody must be left" in words(page)
    user.refresh_from_db()
    assert user.is_active and user.is_superuser

    person("robin")
    assert change(dana, user, role=roles.EDITOR).status_code == 302


@pytest.mark.parametrize(
    "query",
    [
        "publish_at__year=9999",
        "last_login__year=9999",
        "date_joined__year=x",
        "password=a",
        "o=9.x",
    ],
)
def test_a_hostile_query_string_is_no_fault(dana, query):
    assert dana.get(f"{PEOPLE}?{query}").status_code in {200, 302, 400}


def test_the_stock_pages_for_groups_and_devices_are_gone(dana):
    for path in ("auth/user/", "auth/group/", "otp_totp/totpdevice/", "otp_static/staticdevice/"):
        assert dana.get(f"/admin/{path}").status_code == 404


@pytest.mark.on_both
def test_the_roles_are_there_after_migrating(db):
    from django.contrib.auth.models import Permission

    codenames = set(
        Permission.objects.filter(group__name=roles.EDITOR).values_list("codename", flat=True)
    )
    assert {"change_post", "change_page", "add_image", "delete_tag", "change_emotion"} <= codenames
    assert not [name for name in codenames if re.search("inquiry|event|user|practice|notice", name)]
    everything = Permission.objects.filter(group__name=roles.PRACTITIONER)
    assert everything.count() == Permission.objects.count()


def test_kim_writes_and_cannot_reach_people_log_profile_or_inbox(kim):
    for path in ("journal/post/", "pages/page/", "content/tag/", "content/emotion/"):
        assert kim.get(f"/admin/{path}").status_code == 200, path

    closed = [model for model in admin.site._registry if not editors(model)]
    assert Inquiry in closed and Event in closed and Person in closed
    for model in closed:
        meta = model._meta
        for page in ("changelist", "add"):
            path = reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}")
            answer = kim.get(path, follow=True)
            assert answer.status_code == 403, (model, page)


def editors(model):
    return model._meta.app_label in {"content", "journal", "pages"}


@pytest.fixture
def inquiry(practice):
    return received()


def test_no_inquiry_is_named_to_kim_on_any_page(kim, inquiry, later, monkeypatch):
    kind = ContentType.objects.get_for_model(Inquiry)
    dana = person("robin")
    LogEntry.objects.create(
        user=dana, content_type=kind, object_id=inquiry.pk, object_repr="told", action_flag=CHANGE
    )
    later(minutes=20)  # mail has been waiting
    kim.force_login(get_user_model().objects.get(username="kim"))
    pages = ["/admin/", "/admin/journal/post/", "/admin/sign-in/", "/admin/content/tag/add/"]

    for path in pages:
        page = words(kim.get(path))
        for said in ("inquir", "Inbox", "mail has been waiting", inquiry.reference, "request"):
            assert said not in page, (path, said)

    robin = Client()
    robin.force_login(dana)
    assert "Mail has been waiting" in words(robin.get("/admin/"))


def test_no_address_of_the_inbox_opens_to_kim(kim, inquiry):
    base = f"/admin/intake/inquiry/{inquiry.pk}"
    for path in ("/change/", "/history/", "/delete/"):
        assert kim.get(base + path, follow=True).status_code == 403, path
        sent = {"notes": "x", "post": "yes"}
        assert kim.post(base + path, sent, follow=True).status_code == 403, path
    for path in ("search/", "export/", "erase/"):
        answer = kim.post(f"/admin/intake/inquiry/{path}", {"words": "Sam"})
        assert answer.status_code == 403, path
    kind = ContentType.objects.get_for_model(Inquiry).pk
    assert kim.get(f"/admin/r/{kind}/{inquiry.pk}/").status_code == 404
    asked = {"app_label": "intake", "model_name": "notification", "field_name": "inquiry"}
    assert kim.get("/admin/autocomplete/", asked).status_code in {403, 404}
    assert kim.get("/admin/intake/").status_code == 404
    assert Inquiry.objects.filter(pk=inquiry.pk).exists()


@pytest.mark.on_both
def test_every_model_of_an_app_is_either_kim_s_or_not(db):
    # A new app is closed to editors until somebody opens it in settings.EDITOR_APPS.
    for model in apps.get_models():
        assert person_may(model) == editors(model), model


def person_may(model):
    user = get_user_model().objects.filter(username="ed").first() or person("ed", roles.EDITOR)
    return user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")
