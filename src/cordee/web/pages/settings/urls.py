from __future__ import annotations

from django.urls import path

from cordee.web.pages.settings import views


app_name = "settings"
urlpatterns = [
    path("settings", views.settings_page, name="settings"),
    path("settings/letter", views.letter, name="letter"),
    path("settings/backup", views.backup, name="backup"),
]
