"""Which works stand behind a figure, as expressions over the home view."""

from __future__ import annotations


ROLES = ("first", "last", "corresponding")
SIDES = ("home", "national", "abroad")

KINDS: dict[str, str] = {
    "works": "",
    "covered": "",
    "unknown": "",
    "international": "",
    "domestic": "",
    "national": "",
    "single_organisation": "",
    "zone": "",
    "eu": "",
    "eu27": "",
    "other_international": "",
    "bilateral": "",
    "trilateral": "",
    "multilateral": "",
    "themed": "",
    "country": "country:US",
    "organisation": "organisation:02vjkv261",
    "theme": "theme:mesh/C04",
    "heading": "heading:mesh/C04",
    "keyword": "keyword:mesh/C04",
    "year": "year:2020",
    "lead": "lead:FR",
    "first": "first:abroad",
    "last": "last:home",
    "corresponding": "corresponding:national",
}
"""Each kind of selection with an example of its value; an empty example means it takes none."""
