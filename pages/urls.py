from django.urls import path, re_path

from pages import views
from practice.content.addresses import Kind

app_name = "pages"

_SERVICES = {
    "kind": Kind.SERVICE,
    "heading": "Services",
    "lede": "Ways we can work together, and what each is like.",
}
_GUIDES = {
    "kind": Kind.GUIDE,
    "heading": "Guides",
    "lede": "Longer reads to come back to, a part at a time.",
}

# Not <slug:>: imported addresses may hold letters of any script.
urlpatterns = [
    path("", views.home, name="home"),
    path("help-now/", views.help_now, name="help-now"),
    path("services/", views.index, _SERVICES, name="services"),
    path("guides/", views.index, _GUIDES, name="guides"),
    re_path(r"^services/(?P<slug>[-\w]+)/$", views.service, name="service"),
    re_path(r"^guides/(?P<slug>[-\w]+)/$", views.guide, name="guide"),
    re_path(r"^(?P<slug>[-\w]+)/$", views.plain_page, name="page"),
]
