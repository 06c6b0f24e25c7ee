from django.urls import path

from practice.profile import views

app_name = "profile"

urlpatterns = [
    path("privacy/", views.privacy, name="privacy"),
    path("notices/", views.notices, name="notices"),
    path("notices/<slug:slug>/", views.notice, name="notice"),
]
