from __future__ import annotations

from django.urls import path

from cordee.web.pages.world import views


app_name = "world"

urlpatterns = [
    path("world", views.world, name="world"),
    path("world/<str:name>", views.table, name="table"),
]
