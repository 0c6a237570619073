from __future__ import annotations

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "cordee.agreements"
    label = "agreements"
    default_auto_field = "django.db.models.BigAutoField"
