"""Every page to look at: the public ones, and those a visitor meets when something is not as it should be."""

from tests.browser import visitor
from tests.browser.addresses import public_pages

RENDER = "from django.template.loader import get_template; print(get_template('{}').render())"
BROKEN = {"400": "400.html", "500": "500.html", "503": "503_licence.html"}


def visits_of(site):
    """Name: what to do with a browser's page so that it shows this page of the site."""
    paths = {_name(path): path for path in public_pages(site)}
    form = visitor.read_form(site)
    answer, _ = visitor.send_form(site, form, times="whenever it is looked at")
    paths |= {"thanks": answer.headers["Location"], "404": "/no-such-page/"}
    found = {name: _going_to(path) for name, path in paths.items()}
    found["consultation-sent-back"] = _sent_back
    for name, template in BROKEN.items():
        found[name] = _showing(
            site.manage("shell", "-v", "0", "-c", RENDER.format(template)).stdout
        )
    return found


def _name(path):
    """/journal/tags/rest/ → journal-tags-rest"""
    return path.strip("/").replace("/", "-").replace("?", "").replace("=", "-") or "home"


def _going_to(path):
    return lambda page: page.goto(path)


def _sent_back(page):
    page.goto("/consultation/")
    visitor.send(page)


def _showing(html):
    """No address leads to these pages while all is well, so the browser is handed what they would be."""
    assert "<h1>" in html

    def show(page):
        page.route("**/broken", lambda route: route.fulfill(body=html, content_type="text/html"))
        page.goto("/broken")

    return show
