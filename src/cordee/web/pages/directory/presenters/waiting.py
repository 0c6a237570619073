"""What the list of entries to confirm shows."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.directory.queries.waiting import Waiting
from cordee.web.pages.directory.presenters.records import (
    PAGES,
    choose_text,
    get_record_address,
    say_sort,
)
from cordee.web.wording import format_date


@dataclass(frozen=True)
class WaitingLine:
    name: str
    sort: str
    confirmed_on: str
    address: str
    confirm_address: str


def present_waiting(waiting: tuple[Waiting, ...]) -> tuple[WaitingLine, ...]:
    return tuple(
        WaitingLine(
            name=choose_text(one.name_fr, one.name_en),
            sort=say_sort(one.sort),
            confirmed_on=format_date(one.confirmed_on) if one.confirmed_on else _("never"),
            address=get_record_address(one.sort, one.record),
            confirm_address=reverse(f"directory:confirm_{PAGES[one.sort]}", args=[one.record]),
        )
        for one in waiting
    )
