"""Countries as affiliations write them: more of their names, and those that are one to an address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files


GROUPS: Mapping[str, str] = {
    "HK": "CN",
    "MO": "CN",
    "TW": "CN",
    "PR": "US",
    "GU": "US",
    "VI": "US",
    "GF": "FR",
    "GP": "FR",
    "MQ": "FR",
    "RE": "FR",
    "YT": "FR",
    "NC": "FR",
    "PF": "FR",
    "MC": "FR",
    "FO": "DK",
    "GL": "DK",
    "JE": "GB",
    "GG": "GB",
    "IM": "GB",
    "XK": "RS",
}
"""Countries that do not contradict each other, as ROR groups them and as their addresses do."""


def read_lines(file: str) -> list[str]:
    """Return the lines of one of this package's tables, without its remarks."""
    text = files("cordee.observatory.linking").joinpath("data", file).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def list_aliases() -> Iterator[tuple[str, str]]:
    """Yield names of countries that the Unicode CLDR lacks, each with its country's code."""
    for line in read_lines("country_aliases.tsv"):
        code, names = line.split("\t")
        yield from ((name, code) for name in names.split("|"))
