from __future__ import annotations

from django.urls import path

from cordee.web.pages.tasks import views


app_name = "tasks"

urlpatterns = [
    path("to-do", views.tasks, name="tasks"),
    path("to-do/letter", views.letter, name="letter"),
]
