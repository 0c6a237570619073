from __future__ import annotations

from django.urls import path

from cordee.web.pages.documents import views


app_name = "documents"

urlpatterns = [
    path("dossiers/<str:kind>/<str:key>/documents", views.start, name="start"),
    path("documents/<str:word>", views.job, name="job"),
    path("documents/<str:word>/stop", views.stop, name="stop"),
    path("documents/<str:word>/file", views.file, name="file"),
]
