from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "cordee.web"

    def ready(self) -> None:
        # What it listens to needs the tables of accounts, which are there only now.
        import_module("cordee.web.account_events")
