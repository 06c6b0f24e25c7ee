"""Entry and what describes it."""

from datetime import datetime
from typing import Any, Self
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from practice.content import marked, rendering
from practice.content.addresses import Kind, path_of, refuse_reserved
from practice.content.colours import COLOURS
from practice.content.generation import Generation  # noqa: F401  known to Django by being here
from practice.content.images.model import Image
from practice.content.marks import keep_address_of
from practice.content.old_addresses import Redirect
from practice.content.previews.model import PreviewLink  # noqa: F401  where Django looks for models
from practice.content.tidying import tidy
from practice.content.writing.model import Revision  # noqa: F401  known to Django by being here

WORDS_A_MINUTE = 220  # a calm reader of non-fiction (Brysbaert 2019 finds 238 on average)

UNDER_EMOTIONS = (Kind.POST, Kind.GUIDE)
LAST_YEAR = 2200  # later ones do not survive a change of time zone
_ADDRESS_TAKEN = "Another text already has this address. Change the slug."


class Mark(models.Model):
    """What tags and emotions have in common."""

    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    description = models.TextField(
        blank=True, help_text="One or two sentences, shown on top of its page."
    )

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name, self.description = tidy(self.name), tidy(self.description)
        with transaction.atomic():
            keep_address_of(self)
            super().save(*args, **kwargs)


class Tag(Mark):
    """A subject, such as connection or rest."""

    def get_absolute_url(self) -> str:
        return reverse("journal:tag", args=[self.slug])


class Emotion(Mark):
    """A feeling that posts and guides are about; the way in for someone who cannot name a subject."""

    colour = models.CharField(
        max_length=20,
        choices=[(name, name) for name in COLOURS],
        default="calm",
        help_text="Which pigment paints it.",
    )

    def get_absolute_url(self) -> str:
        return reverse("content:emotion", args=[self.slug])


RENDERED = ("html", "contents", "words", "plain", "rendering")


class EntryQuerySet(models.QuerySet["Entry"]):
    def under_emotions(self) -> Self:
        """Posts and guides: what the pages and feeds of emotions show."""
        return self.filter(kind__in=UNDER_EMOTIONS)

    def public_at(self, kind: str, slug: str) -> Any:
        """The text a visitor finds at an address, with its tags and emotions, in one question; or None."""
        return marked.public_at(self.model, kind, slug)

    def published(self) -> Self:
        """What a visitor may see at this moment; a scheduled entry appears by the clock alone."""
        return self.filter(status=Entry.Status.PUBLIC, publish_at__lte=timezone.now())

    def free_slug(self, kind: str, slug: str) -> str:
        """`slug`, or the first of slug-2, slug-3 … that no text of that kind has."""
        taken = set(
            self.filter(kind=kind, slug__startswith=slug[:110]).values_list("slug", flat=True)
        )
        numbered = (f"{slug[:110]}-{number}" for number in range(2, len(taken) + 3))
        return next(each for each in (slug, *numbered) if each not in taken)

    def with_marks(self) -> Self:
        """With tags and emotions, in the same question."""
        found = self.annotate(**marked.columns(self.model))
        found._iterable_class = marked.WithMarks
        return found


class Entry(models.Model):
    """Anything published: a post, a guide, a service or a plain page. One table holds them all."""

    class Status(models.TextChoices):
        DRAFT = "draft", "draft"
        PUBLIC = "public", "public"

    class Place(models.TextChoices):
        NONE = "", "not in a menu"
        HEADER = "header", "in the menu on top"
        FOOTER = "footer", "at the foot of every page"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=200)
    slug = models.SlugField(
        max_length=120,
        allow_unicode=True,
        help_text="The last part of its address. Short and lasting is best.",
    )
    description = models.CharField(
        max_length=400,
        blank=True,
        help_text="One or two sentences under the title, in lists, feeds and search results.",
    )
    body = models.TextField(
        blank=True,
        validators=[rendering.renderable],
        help_text="Markdown. Two spaces at the end of a line keep its break; > begins a quote.",
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    publish_at = models.DateTimeField(
        default=timezone.now,
        help_text="When it appears. A time to come schedules it; its date is shown with a post.",
    )
    created = models.DateTimeField(auto_now_add=True)
    # What a feed reader knows it by. It goes with the text to any other site.
    lasting_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    updated = models.DateTimeField(default=timezone.now)
    tags = models.ManyToManyField(Tag, blank=True, related_name="entries")
    emotions = models.ManyToManyField(Emotion, blank=True, related_name="entries")
    order = models.PositiveIntegerField(default=0, help_text="Lower numbers come first.")
    place = models.CharField(max_length=10, choices=Place.choices, blank=True, default="")
    sensitive = models.BooleanField(
        "offer a quick way out",
        default=False,
        help_text="For texts that somebody near the reader should not see. Puts a control on top "
        "that leaves the site at once.",
    )

    # Written by save(), read by visitors: rendering takes too long to do while someone waits.
    html = models.TextField(editable=False, default="")
    contents = models.JSONField(editable=False, default=list)
    words = models.PositiveIntegerField(editable=False, default=0)
    plain = models.TextField(editable=False, default="")
    felt = models.TextField(
        editable=False, default=""
    )  # its emotions' names; search.index writes it
    rendering = models.PositiveSmallIntegerField(editable=False, default=0)

    # The name of its cover's files; see covers.py.
    art = models.CharField(max_length=40, blank=True, editable=False, default="")
    # The kind and slug it was first drawn from, once it has others: a text that moves keeps its picture.
    drawn_from = models.CharField(max_length=140, blank=True, editable=False, default="")

    # Where an imported entry came from, and a digest of what was imported: how a second import
    # knows its own, and sees what was edited here since.
    source = models.CharField(max_length=200, blank=True, editable=False, default="")
    imported_digest = models.CharField(max_length=64, blank=True, editable=False, default="")

    marked: Any = None  # what a search sets: title and words with what was looked for

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-publish_at", "-pk"]
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "slug"],
                name="one_entry_an_address",
                violation_error_message=_ADDRESS_TAKEN,
            ),
            models.UniqueConstraint(
                fields=["kind", "source"], condition=~Q(source=""), name="one_entry_a_source"
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "status", "-publish_at", "-id"], name="what_is_public"),
            models.Index(fields=["status", "kind", "felt", "publish_at"], name="what_is_felt"),
            models.Index(fields=["status", "publish_at"], name="what_appears_next"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.title, self.description = tidy(self.title), tidy(self.description)
        self.body = tidy(self.body)
        self.render()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, *RENDERED, "drawn_from"}
        with transaction.atomic():
            Redirect.objects.keep_address_of(self)
            super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return path_of(self.kind, self.slug)

    def clean(self) -> None:
        super().clean()
        try:
            refuse_reserved(self.kind, self.slug)
        except ValidationError as problem:
            raise ValidationError({"slug": problem.messages}) from None
        if self.publish_at and self.publish_at.year > LAST_YEAR:
            raise ValidationError({"publish_at": f"Choose a day before the year {LAST_YEAR}."})
        # The constraint itself is not asked by a form that does not show the kind.
        others = Entry.objects.exclude(pk=self.pk).filter(kind=self.kind, slug=self.slug)
        if self.slug and others.exists():
            free = Entry.objects.free_slug(self.kind, self.slug)
            raise ValidationError({"slug": f"{_ADDRESS_TAKEN} “{free}” is free."})

    def render(self, made: Any = None) -> None:
        """Bring what visitors read in line with the words, `made` of them or made now; `save()` does too."""
        rendered = made or rendering.render(self.body, *Image.objects.named_in(self.body))
        self.html, self.contents, self.words = rendered.html, rendered.contents, rendered.words
        self.plain = rendered.text
        self.rendering = rendering.VERSION

    @property
    def safe_html(self) -> SafeString:
        """The body, made safe by `rendering` when it was saved."""
        return mark_safe(self.html)  # noqa: S308

    @property
    def minutes(self) -> int:
        """Reading time in whole minutes, at least one."""
        return max(1, round(self.words / WORDS_A_MINUTE))

    @property
    def said(self) -> tuple[str, ...]:
        """Its words as they are stored: others are news to who follows a feed, and nothing else is."""
        return tuple(tidy(text) for text in (self.title, self.description, self.body))

    @property
    def cover_by_day(self) -> str:
        return reverse("content:art", args=[f"{self.art}-day.svg"])

    @property
    def cover_by_night(self) -> str:
        return reverse("content:art", args=[f"{self.art}-night.svg"])

    @property
    def card(self) -> str:
        """The address of the picture that other sites show beside a link to it."""
        return reverse("content:art", args=[f"{self.art}.png"])

    @property
    def changed(self) -> datetime:
        """When visitors last got other words to read than before."""
        return max(self.updated, self.publish_at)

    @property
    def is_public(self) -> bool:
        return self.status == self.Status.PUBLIC and self.publish_at <= timezone.now()
