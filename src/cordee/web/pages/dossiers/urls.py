from __future__ import annotations

from django.urls import path

from cordee.web.pages.dossiers import views


app_name = "dossiers"

urlpatterns = [
    path("dossiers", views.dossiers, name="dossiers"),
    path("dossiers/<str:kind>/<str:key>", views.dossier, name="dossier"),
]
