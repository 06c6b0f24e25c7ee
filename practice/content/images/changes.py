"""Every change of an image, and what follows from it for the texts that show it."""

from django.db import transaction
from django.db.models import ProtectedError, QuerySet

from practice.content.images import files
from practice.content.images.figures import ADDRESS
from practice.content.models import Entry, Image


def keep(image: Image) -> None:
    """Save `image`, new or changed, and render the texts that name it again."""
    with transaction.atomic():
        before = Image.objects.filter(pk=image.pk).values_list("digest", flat=True).first()
        image.save()
        # Also those that named it before it was there: an import may bring the text first.
        for entry in Entry.objects.filter(body__icontains=f"image:{image.name}"):
            entry.save(update_fields=[])
        gone = before if before and before != image.digest else ""
        transaction.on_commit(lambda: _sweep(gone), robust=True)


def remove(image: Image) -> None:
    """Delete `image` and its files. Raises ProtectedError, naming the texts, while one shows it."""
    with transaction.atomic():
        if texts := list(showing(image)):
            names = ", ".join(f"“{entry}”" for entry in texts)
            raise ProtectedError(f"The picture {image} is shown in {names}.", {*texts})
        image.delete()
        transaction.on_commit(lambda: _sweep(image.digest), robust=True)


def showing(image: Image) -> QuerySet[Entry]:
    """The texts on which `image` stands, drafts among them."""
    # The page as it was made, not the words typed: an example in a code block shows nothing.
    return Entry.objects.filter(html__contains=f"{ADDRESS}{image.digest}-").order_by("title")


def _sweep(gone: str) -> None:
    files.sweep(set(Image.objects.values_list("digest", flat=True)), gone)
