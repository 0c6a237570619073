from __future__ import annotations

from django.urls import path

from cordee.web.pages.settings import views


app_name = "settings"
urlpatterns = [
    path("settings", views.settings_page, name="settings"),
    path("settings/letter", views.letter, name="letter"),
    path("settings/letters", views.letters, name="letters"),
    path("settings/publishing", views.publishing, name="publishing"),
    path("settings/word", views.word, name="word"),
    path("settings/word/<str:kind>/<str:language>", views.template, name="template"),
    path("settings/word/<str:kind>/<str:language>/drop", views.drop, name="drop_template"),
    path("settings/backup", views.backup, name="backup"),
    path("settings/backup/<uuid:job>", views.backup_file, name="backup_file"),
]
