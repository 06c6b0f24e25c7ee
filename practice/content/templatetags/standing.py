"""Pieces of pages that many pages share: {% load standing %}"""

from typing import Any, cast

from django import template
from django.template import Engine, Template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

from practice.content.models import Entry
from practice.content.standing import made_once

register = template.Library()


@register.tag
def standing(parser: Parser, token: Token) -> "Standing":
    """{% standing name a b %} … {% endstanding %}: made once for each `a` and `b` until the content changes.

    What is within may depend on nothing else that differs from page to page.
    """
    _, name, *differs = token.split_contents()
    nodes = parser.parse(("endstanding",))
    parser.delete_first_token()
    return Standing(nodes, name, [parser.compile_filter(each) for each in differs])


class Standing(template.Node):
    def __init__(self, nodelist: NodeList, name: str, differs: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.name = name
        self.differs = differs

    def render(self, context: Context) -> SafeString:
        differs: list[Any] = [each.resolve(context, ignore_failures=True) for each in self.differs]
        return made_once(("piece", self.name, *differs), lambda: self.nodelist.render(context))


@register.simple_tag(takes_context=True)
def card(context: Context, entry: Entry, level: str = "h2", lead: bool = False) -> SafeString:
    """A text as lists show it, its title a heading of `level`: {% card entry level="h3" %}."""

    def draw() -> SafeString:
        with context.push(entry=entry, level=level, lead=lead):
            return _engine(context).get_template("includes/entry.html").render(context)

    # What a search found is marked anew for each who asks.
    return (
        draw() if entry.marked or not entry.pk else made_once(("card", entry.pk, level, lead), draw)
    )


def _engine(context: Context) -> Engine:
    return cast(Template, context.template).engine
