"""Pictures for somebody who is writing: found by a word, or uploaded without leaving the text."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse

from practice.content.images.changes import keep
from practice.content.images.figures import ADDRESS
from practice.content.images.form import ImageForm, prepare_ahead
from practice.content.images.model import Image

_MOST = 24


def pick(desk: Any, request: HttpRequest) -> HttpResponse:
    """GET `?q=`: `{"found": [picture]}`, newest first. POST a new one: `{"picture": …}`, or 422 with
    `{"errors": {field: [sentence]}}`; what was fine need not be sent again (`kept`).
    """
    if request.method != "POST":
        if not desk.has_view_or_change_permission(request):
            raise PermissionDenied
        words = request.GET.get("q", "").replace("\0", "")[:100]
        asked = Q(name__icontains=words) | Q(alt__icontains=words) | Q(caption__icontains=words)
        found = [_said(image) for image in Image.objects.filter(asked)[:_MOST]]
        return JsonResponse({"found": found})
    if not desk.has_add_permission(request):
        raise PermissionDenied
    if file := request.FILES.get("file"):
        prepare_ahead(file)
    form = ImageForm(request.POST, request.FILES)
    if not form.is_valid():
        errors = {name: list(problems) for name, problems in form.errors.items()}
        kept = form.data.get("kept", "")
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return JsonResponse({"errors": errors, "kept": kept}, status=status)
    keep(form.save(commit=False))
    return JsonResponse({"picture": _said(form.instance)}, status=HTTPStatus.CREATED)


def _said(image: Image) -> dict[str, Any]:
    thumbnail = f"{ADDRESS}{image.digest}-{min(image.widths)}.webp"
    return {
        "name": image.name,
        "alt": image.alt,
        "markdown": image.markdown,
        "thumbnail": thumbnail,
    }
