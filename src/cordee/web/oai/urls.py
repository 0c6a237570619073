from __future__ import annotations

from django.urls import path

from cordee.web.oai import views


app_name = "oai"
urlpatterns = [path("oai", views.oai, name="oai")]
