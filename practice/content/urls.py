from django.urls import path

from practice.content import feeds, views

app_name = "content"

urlpatterns = [
    path("emotions/", views.emotions, name="emotions"),
    path("emotions/<slug:slug>/", views.emotion, name="emotion"),
    path("emotions/<slug:slug>/feed/", feeds.EmotionFeed(), name="emotion-feed"),
    path("search/", views.search_page, name="search"),
]
