"""The link of an acknowledgement, by which a visitor takes a request back.

Opening it changes nothing, because mail scanners open links; the button does (LIBRARIES: T).
"""

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from intake import actions, chores
from intake.emails import WITHDRAWAL_SALT
from intake.models import Inquiry


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Show the question, or do it: erased when nobody has read it, asked for otherwise."""
    try:
        key = signing.Signer(salt=WITHDRAWAL_SALT).unsign_object(token)
    except signing.BadSignature:
        raise Http404 from None
    inquiry = Inquiry.objects.filter(pk=key).first()
    if inquiry is None:
        stage = "gone"
    elif request.method == "POST":
        stage = "gone" if actions.withdraw(inquiry=inquiry) else "asked"
        if stage == "gone":
            chores.scrub_now_or_soon()
    elif inquiry.erasure_asked_at:
        stage = "asked"
    else:
        stage = "question"
    context = {"stage": stage, "reference": inquiry.reference if inquiry else ""}
    response = render(request, "intake/withdraw.html", context)
    response["Cache-Control"] = "no-store"
    return response
