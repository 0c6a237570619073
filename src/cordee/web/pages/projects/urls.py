from __future__ import annotations

from django.urls import path

from cordee.web.pages.projects import views


app_name = "projects"

urlpatterns = [
    path("projects", views.projects, name="projects"),
    path("projects/<str:name>.csv", views.table, name="table"),
]
