"""How pictures are kept on the desk."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from practice.content import rendering
from practice.content.images import picking
from practice.content.images.changes import keep, remove, showing
from practice.content.images.form import ImageForm, prepare_ahead, thumbnail
from practice.content.linking import desk_address
from practice.content.models import Entry, Image
from practice.lists import SteadyList


def refuse_unknown_images(body: str) -> None:
    """Raise ValidationError for a text that asks for an image nobody uploaded."""
    if "image:" not in body.lower():
        return
    rendering.renderable(body)
    if missing := rendering.render(body, *Image.objects.named_in(body)).missing:
        raise ValidationError(
            [
                f"There is no image called “{name}”. Upload it under Images first, or take its "
                "name from the list there."
                for name in dict.fromkeys(missing)
            ]
        )


@admin.register(Image)
class ImageAdmin(SteadyList):
    form = ImageForm
    list_display = ("preview", "name", "to_copy", "where")
    list_display_links = ("preview", "name")
    list_per_page = 24  # each row looks through the texts
    search_fields = ("name", "alt", "caption")

    def get_urls(self) -> list[Any]:
        pick = path("pick/", self.admin_site.admin_view(self.pick_view), name="content_image_pick")
        return [pick, *super().get_urls()]

    def pick_view(self, request: HttpRequest) -> HttpResponse:
        return picking.pick(self, request)

    def get_fieldsets(self, request: HttpRequest, obj: Image | None = None) -> Any:
        asked = ("file", "kept", "alt", "decorative", "caption", "name")
        shown = ("preview", "to_copy", "where") if obj else ()
        return [(None, {"fields": (*shown[:1], *asked, *shown[1:])})]

    def get_readonly_fields(self, request: HttpRequest, obj: Image | None = None) -> Any:
        # Texts call it by its name.
        return ("preview", "name", "to_copy", "where") if obj else ()

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Before the transaction begins: on SQLite it keeps everyone else from writing.
        if request.method == "POST" and (file := request.FILES.get("file")):
            prepare_ahead(file)
        return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Image, form: Any, change: bool) -> None:
        keep(obj)

    def delete_model(self, request: HttpRequest, obj: Image) -> None:
        remove(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Image]) -> None:
        for image in queryset:
            remove(image)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        deleted, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        texts = [
            format_html("The picture {} is shown in {}", image, _link(entry))
            for image in objs
            for entry in showing(image)
        ]
        return deleted, counts, perms_needed, [*protected, *texts]

    @admin.display(description="picture")
    def preview(self, image: Image) -> SafeString:
        return thumbnail(image)

    @admin.display(description="in a text, on a line of its own")
    def to_copy(self, image: Image) -> SafeString:
        return format_html("<code>{}</code>", image.markdown)

    @admin.display(description="shown in")
    def where(self, image: Image) -> str:
        texts = ((_link(entry),) for entry in showing(image))
        return format_html_join(", ", "{}", texts) or "no text yet"


def _link(entry: Entry) -> SafeString:
    words = f"“{entry}” ({entry.kind}{'' if entry.is_public else ', not public'})"
    return format_html('<a href="{}">{}</a>', desk_address(entry), words)
