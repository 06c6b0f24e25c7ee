"""The addresses of signing in, all under /admin/."""

from typing import Any

from django.contrib.admin import AdminSite
from django.urls import path

from practice.desk.signin import adding, entering, own


def addresses(site: AdminSite) -> list[Any]:
    """Those that only the signed-in reach go through `site.admin_view`; the others look for themselves."""
    inside = site.admin_view
    return [
        path("welcome/<str:token>/", adding.welcome, name="welcome"),
        path("passkey/ask/", entering.ask, name="passkey_ask"),
        path("passkey/answer/", entering.answer, name="passkey_answer"),
        path("sign-in/", inside(own.signin), name="signin"),
        path("sign-in/start/", adding.start, name="start"),
        path("sign-in/passkey/ask/", adding.passkey_ask, name="new_passkey_ask"),
        path("sign-in/passkey/answer/", adding.passkey_answer, name="new_passkey_answer"),
        path("sign-in/app/", adding.app, name="code_app"),
        path("sign-in/codes/", adding.codes, name="codes"),
        path("sign-in/again/", inside(entering.again), name="again"),
        path("sign-in/remove/", own.remove, name="remove_device"),
        path("sign-in/left/", own.left, name="time_left"),
        path("sign-in/stay/", inside(own.stay), name="stay"),
    ]
