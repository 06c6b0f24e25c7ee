"""The desk as tests walk through it: every model the admin knows, each of its pages as one comes to it."""

from django.contrib import admin

from tests.browser import visitor
from tests.browser.test_inbox import sign_in

# What the demo content lacks, so that every list has a row.
ROWS = """
from datetime import timedelta
from PIL import Image as Picture
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import QueryDict
from django.utils import timezone
from intake.models import ReplyTemplate
from journal.models import Post
from practice.content.images.form import ImageForm
from practice.content.images.changes import keep
from practice.content.models import Redirect
Group.objects.get_or_create(name='Editors of texts')
Redirect.objects.get_or_create(path='/old/rain', defaults={'entry': Post.objects.first()})
soon = timezone.now() + timedelta(days=4)
new = {'kind': 'post', 'status': 'public', 'publish_at': soon, 'body': 'Words.'}
Post.objects.get_or_create(slug='a-scheduled-post', defaults={'title': 'A scheduled post', **new})
new |= {'status': 'draft', 'publish_at': timezone.now()}
Post.objects.get_or_create(slug='a-draft', defaults={'title': 'A draft with a “quote” in it', **new})
file = TemporaryUploadedFile('teal.png', 'image/png', 0, None)
Picture.new('RGB', (600, 400), 'teal').save(file, 'PNG')
file.seek(0)
form = ImageForm(QueryDict('alt=Nothing+but+teal'), {'file': file})
if form.is_valid():
    keep(form.save(commit=False))
"""
REPORTS = """
document.addEventListener('securitypolicyviolation',
    event => reported(`${event.effectiveDirective} by ${event.blockedURI} on ${location.pathname}`))
"""
# Each is refused by a policy without unsafe-inline; a test that does not hear of them hears of nothing.
PROVOKE = {
    "style-src-elem": "document.head.append(Object.assign(document.createElement('style'),"
    " {textContent: 'p {color: red}'}))",
    "script-src-elem": "document.head.append(Object.assign(document.createElement('script'),"
    " {textContent: 'window.ran = true'}))",
    "style-src-attr": "document.body.setAttribute('style', 'color: red')",
}
# What is too small for a thumb; a link inside a sentence is measured by its line.
SMALL = """() => [...document.querySelectorAll(
    'button, summary, select, textarea, a.button, .rail a, .trail a, .beside a, .object-tools a, '
    + '.paginator a, .datetimeshortcuts a, .add-row a, .submit-row a, .related-widget-wrapper-link:link, '
    + '.select2-selection, input:not([type=hidden], [type=checkbox], [type=radio], .select2-search__field)')]
    .filter(one => one.checkVisibility() && one.getClientRects().length)
    .filter(one => { const box = one.getBoundingClientRect(); return box.width > 1 && box.height < 43.5 })
    .map(one => one.outerHTML.slice(0, 120))"""


def too_small(page):
    """What on the page is too small for a thumb, with the menu of a telephone open."""
    page.evaluate("for (const menu of document.querySelectorAll('.rail .fold')) menu.open = true")
    return page.evaluate(SMALL)


def models():
    """The name of every model that has pages on the desk, as it stands in addresses."""
    return sorted(
        f"{model._meta.app_label}/{model._meta.model_name}"
        for model, its in admin.site._registry.items()
        if its.get_urls()
    )


def enter(page, site):
    """Sign in on `page` and listen, there and in every popup, for broken rules; the list of them."""
    reports = []
    page.context.expose_function("reported", lambda *said: reports.extend(said))
    page.context.add_init_script(REPORTS)
    page.goto("/admin/")
    sign_in(page, site)
    return reports


def pages_of(page, model, *, below=False):
    """Come to each page of a model: its list, what that leads to, and what lies `below`."""
    response = page.goto(f"/admin/{model}/")
    if response.status == 403:  # nobody has a list of it
        return
    yield f"{model} list"
    add = page.locator(".object-tools a.addlink").first
    first = page.locator("#result_list tbody th a, .inquiry h2 a").first
    onward = [
        (name, link.get_attribute("href"))
        for name, link in (("add", add), ("change", first))
        if link.count()
    ]
    if page.locator("form[id$=_form]").count():  # a list of one leads straight to it
        onward = [("change", page.url)]
    for name, address in onward:
        page.goto(f"/admin/{model}/")
        _follow(page, address)
        yield f"{model} {name}"
        if name == "change" and below:
            yield from _below(page, model)


def _below(page, model):
    """Its history and the question before it is deleted, where its page leads there."""
    here = page.url
    for name in ("history", "delete"):
        page.goto(here)
        if (link := page.locator(f"#content a[href*='/{name}/']")).count():
            _follow(page, link.first.get_attribute("href"))
            yield f"{model} {name}"


def _follow(page, href):
    page.goto(page.evaluate("href => new URL(href, location).href", href))


def fill(site):
    """Give the desk a row of everything, and an inquiry."""
    form = visitor.read_form(site)  # a person takes a while to fill it in
    done = site.manage("shell", "-v", "0", "-c", ROWS)
    assert done.returncode == 0, done.stderr
    visitor.send_form(site, form, times="any hour of this desk")
