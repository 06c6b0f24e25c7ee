"""What the head of a page says to machines: {% load machines %}."""

import re
from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from practice.content import seo
from practice.content.addresses import Kind
from practice.content.models import Entry
from practice.content.templatetags.look import look
from practice.profile import structured_data

register = template.Library()

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)">\n?')
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')
_ARTICLES = (Kind.POST, Kind.GUIDE)


@register.filter
def described(entry: Entry) -> str:
    """What a text is about, in a sentence or two; never nothing for one that has words."""
    return seo.description_of(entry)


@register.filter
def beginning(html: str) -> str:
    """The first sentences of a text that has no description."""
    return seo.beginning(html)


@register.simple_tag(takes_context=True)
def facts(context: Context) -> SafeString:
    """The page's structured data: of its text, and on the page about the practitioner, of them."""
    entry, practice = context["entry"], context["practice"]
    found = seo.facts_of(entry, practice)
    if entry.get_absolute_url() == "/about/" and practice.practitioner:
        found.append(structured_data.about(practice))
    blocks = ((seo.json_ld(each),) for each in found)
    return format_html_join("\n", '<script type="application/ld+json">{}</script>', blocks)


@register.tag
def with_card(parser: Parser, token: Token) -> "WithCard":
    """{% with_card %} title, description, canonical address {% endwith_card %}"""
    nodes = parser.parse(("endwith_card",))
    parser.delete_first_token()
    return WithCard(nodes)


class WithCard(template.Node):
    """Says what the head says of its page once more, as other sites ask for it when they show a link.

    A page without a canonical address is not to be shown anywhere, and has no card.
    """

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        head: str = self.nodelist.render(context)
        title, described = _TITLE.search(head), _DESCRIPTION.search(head)
        canonical = _CANONICAL.search(head)
        if described and not described[1]:
            head = _DESCRIPTION.sub("", head)
        if title and canonical:
            name = f": {escape(context['practice'].name)}"
            said = {
                "og:title": title[1].removesuffix(name),
                "og:description": described[1] if described else "",
                "og:url": canonical[1],
            }
            # They stand in the head already, so they are escaped already.
            safe = {name: mark_safe(words) for name, words in said.items()}  # noqa: S308
            head += f"\n{_card(context, safe)}"
        return mark_safe(head)  # noqa: S308  what templates made


def _card(context: Context, said: dict[str, Any]) -> SafeString:
    entry: Entry | None = context.get("entry")
    drawing = _drawing(entry) if entry and entry.art else {}
    rows = {
        "og:type": "website",
        "og:site_name": context["practice"].name,
        **said,
        **(drawing or _mark(context)),
        **(_article(entry) if entry and entry.pk and entry.kind in _ARTICLES else {}),
    }
    given = [(name, words) for name, words in rows.items() if words]
    return format_html(
        '{}\n<meta name="twitter:card" content="{}">',
        format_html_join("\n", '<meta property="{}" content="{}">', given),
        "summary_large_image" if drawing else "summary",
    )


def _article(entry: Entry) -> dict[str, Any]:
    return {
        "og:type": "article",
        "article:published_time": seo.moment(entry.publish_at),
        "article:modified_time": seo.moment(entry.changed),
    }


def _drawing(entry: Entry) -> dict[str, Any]:
    return {
        "og:image": seo.absolute(entry.card),
        "og:image:width": 1200,
        "og:image:height": 630,
        "og:image:alt": f"A drawing, with the title “{entry.title}”",
    }


def _mark(context: Context) -> dict[str, Any]:
    """The look's own mark, for a page that has no drawing."""
    return {
        "og:image": seo.absolute(look(context, "img/icon-512.png")),
        "og:image:width": 512,
        "og:image:height": 512,
        "og:image:alt": f"The mark of {context['practice'].name}",
    }
