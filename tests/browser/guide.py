"""The desk as the guide tells of it: from the link in Dana's hand to each page a chapter speaks of.

The test of the guide reads there; `tools/guide_pictures.py` takes its pictures there.
"""

import time

from tests.browser import desk, visitor, welcome

ROBIN = {
    "name": "Robin Marsh",
    "email": "robin@mail.example",
    "phone": "(415) 555-0119",
    "preferred": "email",
    "message": "I sleep badly since the spring, and would like to talk with somebody about it.",
}
JO = {**ROBIN, "name": "Jo Alder", "email": "jo@mail.example", "preferred": "phone"}
JO |= {"message": "Some evenings I do not want to live any more. Do you have a time for me?"}
MACHINE = {**ROBIN, "name": "Best prices", "message": "http://a.example http://b.example"}
INBOX, POST = "/admin/intake/inquiry/", "/admin/journal/post/"
# A request that was taken back, its mail held since a restore; a second device; Kim; a backup.
STATES = """
from django.contrib.auth import get_user_model
from django.utils import timezone
from intake.models import Inquiry, Notification
from practice.backups.models import Backup
from practice.desk.signin import roles
from practice.desk.signin.models import CodeApp
given = Inquiry.objects.filter(state='new').order_by('received_at').first()
Inquiry.objects.filter(pk=given.pk).update(
    state='read', read_at=timezone.now(), erasure_asked_at=timezone.now(), bounced_at=timezone.now())
Notification.objects.filter(inquiry=given).update(state='held')
people = get_user_model().objects
CodeApp.objects.create(user=people.get(username='dana'), name='Old telephone', confirmed=True)
roles.give(people.create_user('kim'), roles.EDITOR)
Backup.objects.create(place='/backups/one.age', size=9, rows=9, delete_by=timezone.localdate())
"""


def write_in(site):
    """Robin and Jo write, and a machine does. Takes six seconds, as long as a person does."""
    form = visitor.read_form(site)
    visitor.send_form(site, visitor.read_form(site), hurry=True, **MACHINE)
    time.sleep(max(0.0, form.at + visitor.HUMAN_SECONDS - time.monotonic()))
    for person in (ROBIN, JO):
        answer, _ = visitor.send_form(site, form, **person)
        assert answer.status == 303, answer.status


def make(site, rows):
    done = site.manage("shell", "-v", "0", "-c", rows)
    assert done.returncode == 0, done.stderr


def with_fingerprint(context):
    """A page of a browser that has a fingerprint reader."""
    page = context.new_page()
    welcome.give_reader(page)
    return page


def walk(page, site):
    """Come to each page, in the guide's order; yields the slug of the chapter that speaks of it."""
    for slug, way in WAYS.items():
        for _ in way(page, site):
            yield slug


def press(page, role, name):
    """Press what leads to another page, and wait until that one is there."""
    with page.expect_navigation():
        page.get_by_role(role, name=name).first.click()


def _goto(page, *addresses):
    for address in addresses:
        yield page.goto(f"/admin/{address}")


def _first_evening(page, site):
    page.goto(welcome.way_in(site))
    page.get_by_label("Your name here").fill("dana")
    page.get_by_label("Password").fill("a kettle and a window")
    yield
    press(page, "button", "Go on")
    page.get_by_role("button", name="Use this device").wait_for()
    yield
    page.get_by_role("button", name="Use this device").click()
    page.locator(".codes li").first.wait_for()
    yield
    page.get_by_label("I have put them away").check()
    press(page, "button", "Go to the desk")
    yield page.get_by_role("heading", name="Needs you now").wait_for()
    yield from _goto(page, "profile/practice/1/change/", "backups/backup/sheet/")


def _a_request(page, site):
    make(site, desk.ROWS + STATES)
    yield from _goto(page, "intake/inquiry/")
    for name in ("Jo Alder", "Robin Marsh"):
        page.goto(INBOX)
        yield press(page, "link", name)
    press(page, "link", "Erase it, as they ask")
    yield
    page.goto(f"{INBOX}?show=spam")
    yield press(page, "link", "Best prices")
    page.goto(INBOX)
    yield press(page, "button", "Export the ticked ones")


def _writing(page, site):
    yield from _goto(page, "", "journal/post/add/")
    page.get_by_role("button", name="Picture", exact=True).click()
    yield page.get_by_role("button", name="Add this picture").wait_for()
    page.get_by_role("button", name="Close").click()
    page.get_by_label("Title").fill("An evening")
    with page.expect_response("**/keep/"):
        page.goto("/admin/")
    yield page.goto(f"{POST}add/")
    draft = _open(page, "A draft")
    yield press(page, "button", "Make a link")
    yield from _overtaken(page, draft)
    page.goto(draft.replace("/change/", "/history/"))
    with page.expect_navigation():
        page.locator(".shelf-list a").last.click()
    yield
    yield _open(page, "Small hellos")


def _overtaken(page, address):
    """Somebody saves the same text in another window."""
    page.goto(address)
    page.get_by_label("Title").fill("A draft of mine")
    other = page.context.new_page()
    other.goto(address)
    other.get_by_label("Title").fill("A draft of another")
    press(other, "button", "Save draft")
    other.close()
    yield press(page, "button", "Save draft")


def _open(page, title):
    page.goto(POST)
    press(page, "link", title)
    return page.url


def _pages_and_notices(page, site):
    yield from _goto(page, "pages/page/", "pages/page/add/", "pages/page/order/")
    yield from _goto(page, "content/emotion/", "content/redirect/", "profile/notice/")
    press(page, "link", "Privacy on this site")
    yield page.get_by_text("Add another Notice version").click()
    yield press(page, "link", "Compare")


def _signing_in(page, site):
    yield from _goto(page, "sign-in/", "sign-in/start/", "signin/person/", "signin/person/add/")
    page.goto("/admin/signin/person/")
    yield press(page, "link", "kim")
    page.goto("/admin/")  # last of all
    press(page, "button", "Sign out")
    yield press(page, "link", "Sign in again")


def _backups(page, site):
    yield from _goto(page, "", "backups/backup/", "backups/backup/sheet/")
    page.goto(INBOX)
    yield press(page, "link", "Robin Marsh")


def _what_is_kept(page, site):
    yield from _goto(page, "profile/practice/1/change/", "evidence/agreement/")


def _when_something_is_wrong(page, site):
    yield from _goto(page, "sign-in/")
    page.goto(INBOX)
    yield press(page, "link", "Robin Marsh")


WAYS = {
    "first-evening": _first_evening,
    "a-request": _a_request,
    "writing": _writing,
    "pages-and-notices": _pages_and_notices,
    "backups": _backups,
    "what-is-kept": _what_is_kept,
    "when-something-is-wrong": _when_something_is_wrong,
    "signing-in": _signing_in,
}
