from django.urls import path, re_path

from intake import views, withdrawing

app_name = "intake"

urlpatterns = [
    path("", views.request_form, name="request"),
    re_path(r"^received/(?P<token>[\w-]{20,64})/$", views.received, name="received"),
    re_path(r"^withdraw/(?P<token>[\w:-]{20,200})/$", withdrawing.withdraw, name="withdraw"),
]
