"""The form of an image: whatever was fine the first time need not be given a second time."""

from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

from practice.content.images import files
from practice.content.images.figures import ADDRESS
from practice.content.images.model import Image
from practice.content.images.preparing import Prepared, Refused, prepare
from practice.content.kept_files import KEPT_UNUSED

_SALT = "content.image.kept"
_TYPES = "image/jpeg,image/png,image/webp,image/avif,image/gif"  # an iPhone then sends a JPEG
_CHOOSE = "Choose a picture."
_AGAIN = "This picture is no longer here, because the form stood open for long. Choose it again."


def prepare_ahead(file: UploadedFile) -> None:
    """Let `file` carry what became of it, so that a form checks it without taking the time again."""
    try:
        file.outcome = prepare(file)  # type: ignore[attr-defined]
    except Refused as refused:
        file.outcome = refused  # type: ignore[attr-defined]


class ImageForm(forms.ModelForm):
    """Asks for the file, what it shows, a caption and a name."""

    file = forms.FileField(
        label="Picture",
        required=False,  # asked for in clean(), which knows of pictures chosen before
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": _TYPES}),
        help_text="A photo or drawing, up to 40 megabytes. Where and when it was taken, and all else "
        "that is written inside the file, is removed.",
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Image
        fields = ("alt", "decorative", "caption", "name")
        widgets = {"alt": forms.TextInput(attrs={"size": 90, "class": "vLargeTextField"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "name" in self.fields:
            self.fields["name"].required = False
        if self.instance.pk:
            self.fields["file"].label = "Replace it by"

    def clean_name(self) -> str:
        return self.cleaned_data["name"].lower()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        try:
            found = self._found(data)
            if found:
                self._take(*found)
            elif not self.instance.pk:
                raise Refused(_CHOOSE)
        except Refused as refused:
            self.add_error("file", str(refused))
            found = None
        if data.get("name") == "" and "name" in self.fields:
            data["name"] = _free(found[1] if found else "picture")
        return data

    def _found(self, data: dict[str, Any]) -> tuple[Prepared, str] | None:
        """The prepared picture, sent now or kept since an earlier try, and a name for it."""
        if file := data.get("file"):
            if not hasattr(file, "outcome"):
                prepare_ahead(file)
            if isinstance(file.outcome, Refused):
                raise file.outcome
            return file.outcome, slugify(Path(file.name).stem)[:60] or "picture"
        if not data.get("kept"):
            return None
        try:
            kept = signing.loads(data["kept"], salt=_SALT, max_age=KEPT_UNUSED)
        except signing.BadSignature:
            raise Refused(_AGAIN) from None
        prepared = Prepared(**kept["picture"])
        if not files.are_there(prepared.digest, prepared.widths):
            raise Refused(_AGAIN)
        return prepared, kept["name"]

    def _take(self, prepared: Prepared, name: str) -> None:
        """Make the picture the image's own, and keep it in the form in case something else is wrong."""
        others = Image.objects.exclude(pk=self.instance.pk)
        if other := others.filter(digest=prepared.digest).first():
            raise Refused(f"This picture is here already, under the name “{other}”. Use that one.")
        for field, value in asdict(prepared).items():
            setattr(self.instance, field, value)
        kept = signing.dumps({"picture": asdict(prepared), "name": name}, salt=_SALT)
        data = MultiValueDict(dict(cast(MultiValueDict, self.data).lists()))
        data[self.add_prefix("kept")] = kept
        self.data = data
        self["file"].help_text = format_html(
            "{}<br>This picture is kept. Choose another file only to replace it.",
            thumbnail(self.instance),
        )


def thumbnail(image: Image) -> SafeString:
    """A small view of it for the desk."""
    narrowest = min(image.widths)
    return format_html(
        '<img src="{}{}-{}.webp" alt="{}" width="{}" height="{}">',
        *(ADDRESS, image.digest, narrowest, image.alt),
        *(160, max(1, round(160 * image.height / image.width))),
    )


def _free(name: str) -> str:
    """`name`, with a number when another image has it."""
    taken = set(Image.objects.filter(name__startswith=name[:50]).values_list("name", flat=True))
    numbered = (f"{name[:55]}-{number}" for number in range(2, len(taken) + 3))
    return next(free for free in (name, *numbered) if free not in taken)
