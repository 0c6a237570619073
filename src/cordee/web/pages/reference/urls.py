from __future__ import annotations

from django.urls import path

from cordee.web.pages.reference import views


app_name = "reference"
urlpatterns = [path("api", views.reference, name="reference")]
