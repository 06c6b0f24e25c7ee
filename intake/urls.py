from django.urls import path

from intake import views

app_name = "intake"

urlpatterns = [
    path("", views.request_form, name="request"),
    path("received/<str:token>/", views.received, name="received"),
]
