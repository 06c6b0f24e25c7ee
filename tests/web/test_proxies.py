"""Only our own proxy is believed about scheme and address."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from practice.web.proxies import TrustedProxies

pytestmark = pytest.mark.engine_free


def seen(settings, peer, trusted=("127.0.0.1", "::1", "10.0.0.0/8"), **headers):
    settings.TRUSTED_PROXIES = list(trusted)
    requests = []
    middleware = TrustedProxies(lambda request: requests.append(request) or HttpResponse())
    middleware(RequestFactory().get("/", REMOTE_ADDR=peer, **headers))
    return requests[0].scheme, requests[0].META["REMOTE_ADDR"]


def test_our_proxy_is_believed(settings):
    found = seen(
        settings,
        "127.0.0.1",
        HTTP_X_FORWARDED_PROTO="https",
        HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.9",
    )

    assert found == ("https", "203.0.113.9")


@pytest.mark.parametrize("peer", ["10.20.30.40", "::1", ""])
def test_networks_and_sockets_may_be_trusted(settings, peer):
    assert seen(settings, peer, HTTP_X_FORWARDED_PROTO="https")[0] == "https"


def test_a_stranger_is_not_believed(settings):
    found = seen(
        settings,
        "198.51.100.7",
        HTTP_X_FORWARDED_PROTO="https",
        HTTP_X_FORWARDED_FOR="203.0.113.9",
    )

    assert found == ("http", "198.51.100.7")


@pytest.mark.parametrize("claim", ["", "unknown", "<script>", "203.0.113.9:80"])
def test_an_address_that_is_none_is_left_out(settings, claim):
    assert seen(settings, "127.0.0.1", HTTP_X_FORWARDED_FOR=claim)[1] == "127.0.0.1"


@pytest.fixture
def https(practice):
    return Client(headers={"x-forwarded-proto": "https"}, REMOTE_ADDR="127.0.0.1")


def test_over_https_the_cookie_is_bound_to_the_host(https):
    response = https.get("/consultation/")

    (cookie,) = response.cookies.values()
    assert cookie.key == "__Host-csrftoken"
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert response["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"


def test_over_http_neither_prefix_nor_hsts_is_sent(practice):
    response = Client().get("/consultation/")

    assert list(response.cookies) == ["csrftoken"]
    assert "Strict-Transport-Security" not in response


def test_a_bare_cookie_over_https_is_not_ours(practice, answers):
    strict = Client(enforce_csrf_checks=True, headers={"x-forwarded-proto": "https"})
    strict.cookies["csrftoken"] = "a" * 32

    response = strict.post(
        "/consultation/",
        {**answers, "csrfmiddlewaretoken": "a" * 32},
        headers={"origin": "https://testserver"},
    )

    assert response.status_code == 403
