"""What a template asks of the look that is on, without knowing which."""

from typing import Any

from django import template
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from practice.content import looks

register = template.Library()

_PRELOAD = '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>'
_SWATCH = (
    '<svg class="pigment" viewBox="0 0 32 16" aria-hidden="true">'
    '<path d="M0 0h16v16H0z" fill="{}"/><path d="M16 0h16v16H16z" fill="{}"/></svg>'
)


@register.simple_tag(takes_context=True)
def look(context: Context, path: str) -> str:
    """The address of a file of the look: {% look "img/mark.svg" %}."""
    return static(f"looks/{_name(context)}/{path}")


@register.simple_tag(takes_context=True)
def look_styles(context: Context) -> SafeString:
    """The look's stylesheet and the faces it needs at once, for the head of a page."""
    faces = [look(context, path) for path in looks.named(_name(context)).PRELOAD]
    links = [
        *[(_PRELOAD, face) for face in faces],
        ('<link rel="stylesheet" href="{}">', look(context, "look.css")),
    ]
    return format_html_join("\n", "{}", [(format_html(link, url),) for link, url in links])


@register.simple_tag(takes_context=True)
def field(context: Context, stones: Any, shared: Any) -> SafeString:
    """The picture of emotions, drawn wide and tall; the stylesheet shows the one that fits."""
    drawn = looks.named(_name(context))
    both = [drawn.field(stones, shared, tall=tall) for tall in (False, True)]
    return mark_safe("".join(both))  # noqa: S308  drawn by the look, which escapes names


@register.simple_tag
def swatch(colour: str) -> SafeString:
    """How an emotion's colour looks by day and by night, in the look that is on."""
    day, night = looks.current().swatch(colour)
    return format_html(_SWATCH, day, night)


def _name(context: Context) -> str:
    """Error pages have no practice at hand: whatever holds it may be what broke."""
    practice = context.get("practice")
    return looks.existing(practice.look) if practice else looks.DEFAULT
