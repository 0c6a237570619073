"""The pages about one home, one beside the other: whoever reads one finds the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.web.sides import write_sides


CARRIED = ("org", "from", "to", "counting", "parts", "area", "own", "fold", "within")
"""What every page about a home reads alike; the rest of an address is its page's own."""

MOST_CARRIED = 60
"""An address with more is nonsense, and a page would write it out ten times."""


@dataclass(frozen=True)
class Tab:
    text: str
    address: str
    current: bool


def name_pages() -> Mapping[str, str]:
    """Return the pages about a home in reading order: the name of each and what it is called."""
    return {
        "observatory:home": _("Figures"),
        "dossiers:dossiers": _("Dossiers"),
        "observatory:units": _("Research units"),
        "observatory:network": _("Network"),
        "comparison:compare": _("Compare"),
        "observatory:who": _("Who works with…"),
        "observatory:finder": _("Partner finder"),
        "observatory:declared": _("Declared and observed"),
        "projects:projects": _("European projects"),
    }


FAMILIES = {
    "observatory:country": "observatory:home",
    "observatory:unit": "observatory:units",
    "observatory:chord": "observatory:network",
    "observatory:flows": "observatory:network",
    "dossiers:dossier": "dossiers:dossiers",
}
"""Pages that stand under another's tab."""


def present_tabs(values: QueryDict, place: str) -> tuple[Tab, ...]:
    """Return the tabs of the page called `place`, or none where no home is looked at."""
    pairs = [(name, one) for name in CARRIED for one in values.getlist(name) if one]
    pages = name_pages()
    here = FAMILIES.get(place, place)
    has_home = any(name == "org" for name, _ in pairs)
    if here not in pages or not has_home or len(pairs) > MOST_CARRIED:
        return ()
    return tuple(
        Tab(text, _make_address(name, pairs), name == here) for name, text in pages.items()
    )


def _make_address(name: str, pairs: list[tuple[str, str]]) -> str:
    # A comparison has sides, each a home with its conditions; the one looked at is the first of them.
    if name == "comparison:compare":
        homes = "+".join(one for key, one in pairs if key == "org")
        side = ",".join([homes, *(one for key, one in pairs if key == "within")])
        pairs = [
            ("side", side),
            *((key, one) for key, one in pairs if key not in ("org", "within")),
        ]
    return f"{reverse(name)}?{write_sides(pairs)}"
