"""Pieces of pages that many pages share: {% load standing %}"""

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

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
