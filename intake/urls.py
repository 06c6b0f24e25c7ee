from django.urls import path

from intake import views, withdrawing

app_name = "intake"

urlpatterns = [
    path("", views.request_form, name="request"),
    path("received/<str:token>/", views.received, name="received"),
    path("withdraw/<str:token>/", withdrawing.withdraw, name="withdraw"),
]
