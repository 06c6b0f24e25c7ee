"""Image: what the practitioner says about a picture, and what was made of it."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.safestring import SafeString

from practice.content.images.figures import Picture, picture
from practice.content.tidying import tidy

# A candidate for a name; whether it stands where a picture may stand is for rendering to see.
_NAMED = re.compile(r"image:([A-Za-z0-9_-]+)", re.IGNORECASE)


class ImageManager(models.Manager["Image"]):
    def named_in(self, text: str) -> tuple[Picture, ...]:
        """The images a Markdown text may show, in one query; in none when it names no image."""
        names = {name.lower() for name in _NAMED.findall(text)}
        if not names:
            return ()
        return tuple(image.shown for image in self.filter(name__in=names).order_by("name"))


class Image(models.Model):
    """A picture the practitioner uploaded. Its files are made before it is saved; see preparing.py."""

    name = models.SlugField(
        max_length=60,
        unique=True,
        help_text="What texts call it: ![](image:name). Made from the file's name when left empty. "
        "It cannot be changed later.",
    )
    alt = models.CharField(
        "what it shows",
        max_length=300,
        blank=True,
        help_text="For readers who cannot see it, such as: A lamp beside an empty chair.",
    )
    decorative = models.BooleanField(
        default=False,
        help_text="It only adorns, and a reader who cannot see it misses nothing.",
    )
    caption = models.CharField(max_length=300, blank=True, help_text="Printed under the picture.")
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    digest = models.CharField(max_length=20, unique=True, editable=False)
    widths = models.JSONField(editable=False, default=list)
    created = models.DateTimeField(auto_now_add=True)

    objects = ImageManager()

    class Meta:
        ordering = ["-created", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decorative=True, alt="") | Q(~Q(alt=""), decorative=False),
                name="described_or_decorative",
                violation_error_message="Say what the picture shows, or tick “decorative”.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.alt, self.caption = tidy(self.alt).strip(), tidy(self.caption).strip()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        described = bool(tidy(self.alt).strip())
        if not described and not self.decorative:
            raise ValidationError(
                {
                    "alt": "Say in a few words what the picture shows, or tick “decorative” when a "
                    "reader who cannot see it misses nothing."
                }
            )
        if described and self.decorative:
            raise ValidationError(
                {
                    "decorative": "Decorative pictures are passed over in silence, but you also say "
                    "what it shows. Take out one of the two."
                }
            )

    @property
    def markdown(self) -> str:
        """What to type in a text, on a line of its own."""
        return f"![](image:{self.name})"

    @property
    def shown(self) -> Picture:
        """What rendering must know of it."""
        return Picture(
            *(self.name, self.digest, tuple(self.widths), self.width, self.height),
            *(self.alt, self.caption),
        )

    @property
    def picture(self) -> SafeString:
        """For templates: the picture without its caption, fetched when it comes near."""
        return picture(self.shown)
