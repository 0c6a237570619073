from __future__ import annotations

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "cordee.programmes"
    label = "programmes"
    default_auto_field = "django.db.models.BigAutoField"
