"""The public addresses of the demo site, one of each template and all of them."""

import re
from urllib.parse import urlsplit

# One page of each template: where it is, or the page whose first such link leads to it.
TEMPLATES = {
    "home": "/",
    "about": "/about/",
    "services": "/services/",
    "a service": ("/services/", "/services/[^/]+/"),
    "guides": "/guides/",
    "a guide": ("/guides/", "/guides/[^/]+/"),
    "fees": "/fees/",
    "privacy": "/privacy/",
    "notices": "/notices/",
    "a notice": ("/notices/", "/notices/[^/]+/"),
    "emotions": "/emotions/",
    "an emotion": ("/emotions/", "/emotions/[^/]+/"),
    "help now": "/help-now/",
    "the journal": "/journal/",
    "a post": ("/journal/", "/journal/(?![0-9]{4}/|feed/|tags/)[^/]+/"),
    "a tag": ("a post", "/journal/tags/[^/]+/"),
    "a year": ("/journal/", "/journal/[0-9]{4}/"),
    "search": "/search/?q=tea",
    "the form": "/consultation/",
}


def address(site, name):
    """Where the page called `name` is on this site."""
    place = TEMPLATES.get(name, name)
    if isinstance(place, str):
        return place
    listing, pattern = place
    html = site.ask(address(site, listing)).text
    return re.search(rf'href="({pattern})"', html)[1]


def sitemap(site):
    found = re.findall(r"<loc>(.*?)</loc>", site.ask("/sitemap.xml").text)
    return [urlsplit(url).path for url in found]


def public_pages(site):
    """Every page a visitor can reach without sending anything."""
    notices = re.findall(r'href="(/notices/[^/"]+/)"', site.ask("/notices/").text)
    return sorted({*sitemap(site), *(address(site, name) for name in TEMPLATES), *notices})
