"""The pages for when something is not there or went wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400. The host may be forged here, so the page is fixed and builds no link from it."""
    return HttpResponse(get_template("400.html").render(), status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 with the menu, the practitioner's contact and the crisis line."""
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, such as a form of the desk whose page stood open too long."""
    return render(request, "403.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500. Needs no database and no context: whatever broke may be either."""
    return HttpResponse(get_template("500.html").render(), status=500)
