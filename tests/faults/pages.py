"""What a person finds on a page that says something is wrong."""

from urllib.parse import urlencode

import html5lib

from tests.browser.visitor import SAM

CONTACTS = ("tel:4155550134", "mailto:nora@", "tel:988", "tel:911")


def form_on(html):
    """What the browser would send from the one form on the page, nothing typed in."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    (form,) = tree.iter("form")
    found = {}
    for control in form.iter():
        if control.tag not in {"input", "textarea", "select"}:
            continue
        kind = control.get("type", control.tag)
        if kind in {"radio", "checkbox"} and control.get("checked") is None:
            continue
        if kind == "select":
            chosen = [o for o in control.iter("option") if o.get("selected") is not None]
            value = chosen[0].get("value") if chosen else ""
        else:
            value = control.get("value", "on" if kind == "checkbox" else control.text or "")
        found[control.get("name")] = value
    return found


def sams_words_on(html):
    """Every field of the request form, ticks and choices too, as they stand on the page."""
    return {name: value for name, value in form_on(html).items() if name in SAM}


def sams_words(**changes):
    """What Sam sent, in the same shape."""
    words = {**SAM, **changes}.items()
    return {name: "on" if value is True else value for name, value in words}


def press_again(site, form, html):
    """Post the form that stands on the page, with the cookie Sam's browser has."""
    body = urlencode(form_on(html))
    return site.ask("/consultation/", "POST", body=body, headers=form.headers)


def names_every_way_to_reach_someone(html):
    return [contact for contact in CONTACTS if contact not in html] == []
