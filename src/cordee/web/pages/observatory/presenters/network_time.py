"""The years of a network: the controls that choose them, and what the script draws them from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.observatory.figures.answer import YearWorks
from cordee.observatory.figures.network_parts import LONGEST_WINDOW, Moment, Network
from cordee.observatory.pictures.network import WIDTHS, NetworkPicture
from cordee.web.query import Query
from cordee.web.wording import format_count, format_years


WINDOWS = (1, 2, 3, 5, LONGEST_WINDOW)
"""Years shown together that are offered; an address may hold any other. The last stands for all years
until the one chosen."""


@dataclass(frozen=True)
class Choice:
    value: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class Control:
    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class TimeControls:
    """The form of the years; the script makes a slider of it."""

    hidden: tuple[tuple[str, str], ...]
    years: Control
    windows: Control
    last: str  # the place of the last year, as the slider counts: 0 is all years
    place: str
    told: str


def present_time(network: Network, query: Query) -> TimeControls | None:
    """Return the controls of the years, or None for a network of one year, which has no choice."""
    if len(network.years) < 2:
        return None
    moment, years = query.moment, [one.year for one in network.years]
    offered = [Choice("", _("All years"), moment.year is None)]
    offered += [Choice(str(year), str(year), year == moment.year) for year in reversed(years)]
    windows = sorted({*WINDOWS, moment.window})
    return TimeControls(
        hidden=tuple(query.to_network().to_pairs()),
        years=Control("year", _("Years shown"), tuple(offered)),
        windows=Control(
            "window",
            _("Together"),
            tuple(Choice(str(one), name_window(one), one == moment.window) for one in windows),
        ),
        last=str(len(years)),
        place=str(years.index(moment.year) + 1 if moment.year in years else 0),
        told=tell_moment(network, moment),
    )


def name_window(window: int) -> str:
    if window == LONGEST_WINDOW:
        return _("all years until then")
    return ngettext("one year", "%(count)s years", window) % {"count": format_count(window)}


def name_moment(moment: Moment) -> str:
    """Return the years shown, for a heading of a column."""
    if moment.year is None:
        return _("all years")
    if moment.window == LONGEST_WINDOW:
        return _("until %(year)s") % {"year": moment.year}
    return format_years(moment.year - moment.window + 1, moment.year)


def tell_moment(network: Network, moment: Moment) -> str:
    """Return how much of the network there is in the years shown."""
    if moment.year is None:
        return tell_years(name_moment(moment), network.works, len(network.nodes))
    works = sum(one.works for one in network.years if moment.holds(one.year))
    nodes = sum(1 for node in network.nodes if moment.count(node.yearly))
    return tell_years(name_moment(moment), works, nodes)


def tell_years(years: str, works: int, nodes: int) -> str:
    return _("%(years)s: %(works)s works, %(nodes)s nodes") % {
        "years": years,
        "works": format_count(works),
        "nodes": format_count(nodes),
    }


def make_time_data(network: Network, picture: NetworkPicture, moment: Moment) -> dict[str, object]:
    """Return what the script draws any year from: works by place of the year among the years."""
    years = [one.year for one in network.years]
    drawn = network.links[: len(picture.ties)]
    scale = picture.scale
    return {
        "years": years,
        "works": [one.works for one in network.years],
        "nodes": _flatten((node.yearly for node in network.nodes), years),
        "ties": _flatten((link.yearly or () for link in drawn), years),
        "kinds": picture.kinds,
        "widths": WIDTHS,
        "scale": {"least": scale.least, "largest": scale.largest, "most": scale.most},
        "window": moment.window,
        "longest": LONGEST_WINDOW,
        "whole": [node.works for node in network.nodes],
        "thick": [link.works for link in drawn],
    }


def _flatten(yearly: Iterable[Sequence[YearWorks]], years: list[int]) -> list[list[int]]:
    """Return place, works, place, works… for each: most nodes have works in few of the years."""
    first = years[0] if years else 0
    return [[number for one in each for number in (one.year - first, one.works)] for each in yearly]
