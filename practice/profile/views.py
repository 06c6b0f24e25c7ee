"""Notices."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from practice.profile.models import Notice


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """The privacy notice, which has an address of its own. Before one is written, the page says so."""
    found = Notice.objects.filter(slug="privacy").first()
    return _show(request, found or Notice(slug="privacy", title="Privacy"))


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """All notices that are in force."""
    today = timezone.localdate()
    found = Notice.objects.filter(versions__effective__lte=today).distinct()
    return render(request, "profile/notices.html", {"notices": found})


@require_safe
def notice(request: HttpRequest, slug: str) -> HttpResponse:
    """A notice in the wording that counts today; ?version=N shows an earlier one."""
    found = get_object_or_404(Notice, slug=slug)
    if found.get_absolute_url() != request.path_info:
        return redirect(found, permanent=True)
    return _show(request, found)


def _show(request: HttpRequest, found: Notice) -> HttpResponse:
    current = found.in_force() if found.pk else None
    shown = current
    asked = request.GET.get("version", "")
    if asked.isdecimal() and current:
        known = found.versions.filter(effective__lte=current.effective)
        numbers = {str(version.number): version for version in known}
        if asked not in numbers:
            raise Http404("There is no such version.")
        shown = numbers[asked]
    earlier = (
        found.versions.filter(effective__lte=current.effective).exclude(pk=current.pk)
        if current
        else []
    )
    context = {"notice": found, "shown": shown, "current": current, "earlier": earlier}
    return render(request, "profile/notice.html", context)
