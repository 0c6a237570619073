"""Days of a call as people write them, in its time zone, and the moments they are.

A moment is kept in UTC. On the day a clock is put forward an hour is missing, on the day it is put
back one comes twice: neither is guessed, both are said, and the second is settled by saying which.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext, gettext_noop, override
from django.utils.translation import gettext_lazy as _

from cordee.kernel.errors import RuleError, UsageError
from cordee.kernel.messages import Sentence
from cordee.ledger.worded import Worded, list_names


class Pass(Worded):
    """Which of two is meant when the clock shows a time twice."""

    FIRST = "first", _("the first time, before the clock is put back")
    SECOND = "second", _("the second time, after the clock is put back")


PASS_NAMES = list_names(Pass)


EARLIEST, LATEST = 1980, 2200
"""Years of a call's days. Before them some clocks were off UTC by seconds, which nobody writes."""


@dataclass(frozen=True)
class LocalTime:
    """What a clock on the wall shows, without its zone; `which` only where that comes twice."""

    shown: datetime
    which: Pass | None = None

    def __post_init__(self) -> None:
        if self.shown.tzinfo is not None:
            message = "what a wall clock shows has no zone of its own"
            raise ValueError(message)


@cache
def list_zones() -> tuple[str, ...]:
    """Return the time zones one may choose, as the tz database names places, and UTC."""
    places = (
        "Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/",
        "Europe/", "Indian/", "Pacific/",
    )  # fmt: skip
    return (*sorted(one for one in available_timezones() if one.startswith(places)), "UTC")


def get_zone_of(name: str) -> ZoneInfo:
    """Return a time zone by its name; `UsageError` when there is none."""
    if name not in list_zones():
        raise UsageError(
            gettext_noop("“{name}” is no time zone. Write one as Europe/Paris."), name=name
        )
    return ZoneInfo(name)


def find_moment(local: LocalTime, zone: str) -> datetime:
    """Return the moment, in UTC and to the second, at which a clock in `zone` shows that.

    Raises `RuleError` for a time that the clock skips, and for one it shows twice when it is not said
    which is meant.
    """
    place, shown = get_zone_of(zone), local.shown.replace(microsecond=0, fold=0)
    if not EARLIEST <= shown.year <= LATEST:
        raise RuleError(
            gettext_noop("{day} is not meant. Give a day of the years {earliest} to {latest}."),
            day=shown.date(),
            earliest=str(EARLIEST),
            latest=str(LATEST),
        )
    moments = _list_moments(shown, place)
    values = {"day": shown.date(), "time": f"{shown:%H:%M}", "zone": zone}
    if not moments:
        raise RuleError(
            gettext_noop(
                "On {day} the clock in {zone} is put forward and never shows {time}. Choose a time before or after."
            ),
            **values,
        )
    if len(moments) == 1:
        return moments[0]
    if local.which is None:
        raise RuleError(
            gettext_noop(
                "On {day} the clock in {zone} is put back and shows {time} twice. Say which is meant."
            ),
            **values,
        )
    return moments[0 if local.which is Pass.FIRST else 1]


def read_local(moment: datetime, zone: str) -> LocalTime:
    """Return what a clock in `zone` shows at a moment, such that `find_moment` gives it back.

    >>> shown = read_local(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "Europe/Paris")
    >>> shown.shown.hour, shown.which.value
    (2, 'second')
    """
    place = get_zone_of(zone)
    moment = moment.replace(microsecond=0)
    shown = moment.astimezone(place).replace(tzinfo=None, fold=0)
    moments = _list_moments(shown, place)
    if len(moments) == 1:
        return LocalTime(shown)
    return LocalTime(shown, Pass.FIRST if moment == moments[0] else Pass.SECOND)


def say_moment(moment: datetime, zone: str) -> Sentence:
    """Return a moment in words, as a clock in `zone` shows it, with how far that is from UTC."""
    local = moment.astimezone(get_zone_of(zone))
    offset = f"{local:%z}"
    return Sentence(
        gettext_noop("{day} at {time} ({zone}, UTC{offset})"),
        {
            "day": local.date(),
            # A deadline that ends with a minute's last second must not be read as its first.
            "time": f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}",
            "zone": zone,
            "offset": f"{offset[:3]}:{offset[3:5]}",
        },
    )


def write_in(sentence: Sentence, language: str) -> str:
    """Return a sentence of the room in `language`, whoever is served: news are kept in both."""
    with override(language):
        text = gettext(sentence.text)
    values = {
        name: write_in(one, language) if isinstance(one, Sentence) else one
        for name, one in sentence.values.items()
    }
    return Sentence(text, values).to_text(language)


def _list_moments(shown: datetime, place: tzinfo) -> list[datetime]:
    """Return the moments at which the clock shows that, in their order: none, one or two."""
    found = {shown.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(
        one for one in found if one.astimezone(place).replace(tzinfo=None, fold=0) == shown
    )
