"""Structured data, held against schema.org's own vocabulary and what search engines ask of each type."""

import json
import re
from functools import cache
from pathlib import Path

from django.utils.dateparse import parse_datetime

from tests.content.seen import look

# Without these a search engine passes a thing of that type over, or complains of it.
NEEDED = {
    "BlogPosting": "headline description url datePublished dateModified author publisher",
    "Article": "headline description url datePublished dateModified author publisher",
    "ProfessionalService": "name url",
    "Service": "name description url provider",
    "Person": "name",
    "Organization": "name",
    "EducationalOccupationalCredential": "name credentialCategory identifier",
    "BreadcrumbList": "itemListElement",
    "ListItem": "position name",
    "FAQPage": "mainEntity",
    "Question": "name acceptedAnswer",
    "Answer": "text",
}


def facts_on(client, address):
    """Every block of structured data on a page, each a whole thing of its own."""
    scripts = look(client, address).all(".//script[@type='application/ld+json']")
    return [json.loads(script.root.text) for script in scripts]


@cache
def _types():
    return json.loads((Path(__file__).parent / "schema_org.json").read_text())["types"]


def family(name):
    """A type and all it is."""
    assert name in _types(), f"schema.org knows no {name}, or the extract does not"
    return {name}.union(*(family(parent) for parent in _types()[name]["is_a"]))


def faults_in(thing, where="it"):
    """What the vocabulary, or a search engine, holds against a thing and all within it."""
    kind = thing.get("@type", "nothing")
    known = {}
    for each in family(kind):
        known |= _types()[each]["has"]
    for name in NEEDED[kind].split():
        if not thing.get(name):
            yield f"{where} ({kind}) has no {name}"
    for name, values in thing.items():
        if name in {"@type", "@context"}:
            continue
        if name not in known:
            yield f"{where} ({kind}) cannot have {name}"
            continue
        for value in values if isinstance(values, list) else [values]:
            yield from _faults_of(value, known[name].split(), f"{where}.{name}")


def _faults_of(value, wanted, where):
    if isinstance(value, dict):
        if not family(value["@type"]) & set(wanted):
            yield f"{where} is a {value['@type']}, not a {wanted}"
        yield from faults_in(value, where)
    elif isinstance(value, int):
        if not {"Integer", "Number"} & set(wanted):
            yield f"{where} is a number, not a {wanted}"
    elif not any(_holds(kind, value) for kind in wanted):
        yield f"{where} is “{value}”, not a {wanted}"


def _holds(kind, text):
    if kind == "Text":
        return bool(text.strip())
    if kind == "URL":
        return bool(re.fullmatch(r"https?://[!-~]+", text))
    if kind == "DateTime":
        return "T" in text and parse_datetime(text) is not None
    # An address stands for the picture or page that lies there, as search engines' own examples have it;
    # and for nobody.
    return kind in {"Thing", "ImageObject", "WebPage"} and _holds("URL", text)
