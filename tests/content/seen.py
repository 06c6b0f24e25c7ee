"""What a person finds on a page, read as a browser reads it."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urljoin

import html5lib

_INLINE = {"a", "abbr", "b", "code", "em", "i", "span", "strong", "sup", "time", "title"}
_UNSEEN = {"head", "script", "style", "template", "summary"}


def words_of(element):
    """The words inside an element, single spaces between them."""
    return " ".join("".join(_pieces(element)).split())


def _pieces(element):
    gap = "" if element.tag in _INLINE else " "
    yield gap + (element.text or "")
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _UNSEEN:
            yield from _pieces(child)
        yield child.tail or ""
    yield gap


@dataclass
class Seen:
    """A page: its words, headings, links; `part` gives one region of it."""

    root: object
    status: int = 200

    @property
    def words(self):
        return words_of(self.root)

    @property
    def title(self):
        return words_of(self.root.find(".//title"))

    @property
    def headings(self):
        found = [each for each in self.root.iter() if each.tag in {"h1", "h2", "h3", "h4"}]
        return [(each.tag, words_of(each)) for each in found]

    @property
    def links(self):
        """Words and address of every link, in order."""
        return [(words_of(a), a.get("href")) for a in self.root.iter("a")]

    @property
    def addresses(self):
        return [address for _, address in self.links]

    @property
    def ids(self):
        return [each.get("id") for each in self.root.iter() if each.get("id")]

    @property
    def entries(self):
        """The titles in a list, in order."""
        articles = self.root.findall(".//main//article")
        return [words_of(next(each.iter("a"))) for each in articles]

    @property
    def robots(self):
        found = self.root.find(".//meta[@name='robots']")
        return "" if found is None else found.get("content")

    def part(self, path):
        """The first region a path leads to, such as `.//footer`."""
        found = self.root.find(path)
        assert found is not None, f"nothing at {path}"
        return Seen(found, self.status)

    def has(self, path):
        return self.root.find(path) is not None

    def all(self, path):
        return [Seen(each, self.status) for each in self.root.findall(path)]


def seen(response):
    """Read a response's page."""
    return Seen(_tree(response.content), response.status_code)


@lru_cache(maxsize=4)  # the words and the form of one page are asked for in turn
def _tree(page):
    return html5lib.parse(page.decode(), namespaceHTMLElements=False)


def look(client, address):
    """Open an address that must answer, and read it."""
    response = client.get(address)
    assert response.status_code == 200, f"{address} answered {response.status_code}"
    return seen(response)


def submit(client, address, **changes):
    """Open a form in the admin, change some fields, send it whole as a browser does."""
    response = client.get(address)
    assert response.status_code == 200, f"{address} answered {response.status_code}"
    form = _form_of(response)
    unknown = changes.keys() - set(fields := _fields_of(form))
    unknown = {name for name in unknown if "-" not in name}  # a row added to an inline is new
    assert not unknown, f"the form has no field {unknown}"
    return client.post(
        urljoin(address, form.get("action") or ""), {**fields, "_save": "Save", **changes}
    )


def form_in(response):
    """What the admin's form on a page holds, by name."""
    return _fields_of(_form_of(response))


def _form_of(response):
    root = _tree(response.content)
    return next(each for each in root.iter("form") if each.get("id", "").endswith("_form"))


def _fields_of(form):
    fields = {}
    for each in form.iter():
        if each.tag not in {"input", "textarea", "select"}:
            continue
        name, kind = each.get("name"), each.get("type", "text")
        if not name or kind in {"submit", "file", "button"}:
            continue
        if each.tag == "textarea":
            fields[name] = (each.text or "").removeprefix("\n")
        elif each.tag == "select":
            options = list(each.iter("option"))
            chosen = [o.get("value") for o in options if o.get("selected") is not None]
            if each.get("multiple") is None and not chosen:
                chosen = [o.get("value") for o in options][:1]
            fields[name] = chosen
        elif kind not in {"checkbox", "radio"}:
            fields[name] = each.get("value", "")
        elif each.get("checked") is not None:
            fields[name] = [*fields.get(name, []), each.get("value", "on")]
        else:
            fields.setdefault(name, [])
    return fields
