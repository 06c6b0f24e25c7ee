"""What the tests of going and coming back share."""

from io import StringIO

from django.core.management import call_command

from practice.content.models import Emotion, Entry, Image, Redirect, Tag
from practice.profile.models import CrisisLine, Practice

# What Markdown, YAML and Liquid each might stumble over.
ODD = """It is *late*.BREAK
The {{ kettle }} and {% raw %} the chair: "yes", it's #1.

> One
> two

- a
    - b

![](image:lamp)

![Our lamp](image:lamp "By night")

| a | b |
| --- | --- |
| 1 | 2 |

---

A note[^1] \\*stays\\*.

[^1]: Below.""".replace("BREAK", "  ")


def run(command, *arguments, **options):
    out = StringIO()
    call_command(command, *map(str, arguments), stdout=out, **options)
    return out.getvalue().strip().splitlines()


def bytes_in(folder):
    """Every file of a folder by its path."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def begin_anew():
    """The site as `migrate` leaves it."""
    for model in (Redirect, Entry, Tag, Emotion, CrisisLine, Practice, Image):
        model.objects.all().delete()
