from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import activate


class WebConfig(AppConfig):
    name = "cordee.web"

    def ready(self) -> None:
        # What it listens to needs the tables of accounts, which are there only now.
        import_module("cordee.web.account_events")
        # Set for one command alone: a server chooses a language at each request.
        if settings.CORDEE_SPEAKS:
            activate(settings.CORDEE_SPEAKS)
