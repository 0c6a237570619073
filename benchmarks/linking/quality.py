"""How well one program links the rows of one set, and how fast."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from benchmarks.linking.gold import Row
from cordee.observatory.linking.evaluate import Judged, Scores, get_countries, score
from cordee.observatory.linking.linker import Linker
from cordee.reference.organisations import Organisation


class Peer(Protocol):
    """Another program: `sample` says on how many texts of a set it is tried, for it is slow."""

    name: str
    origin: str
    sample: int

    def link(self, text: str) -> frozenset[str]:
        """Return the ids of the organisations `text` names."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One line of a table. `scores` hold shares; what the program does not tell is `hidden`.

    `strings_per_second` counts distinct texts a second of processor time of one process, each seen
    for the first time; None where they had been seen before.
    """

    system: str
    scores: Scores
    strings_per_second: float | None
    origin: str
    hidden: bool = False


def measure_linker(linker: Linker, rows: list[Row], setting: str) -> Measured:
    """Return what `linker` does on `rows`: sets, candidates, countries and speed."""
    texts = list(dict.fromkeys(row.text for row in rows))
    # The clock runs over what users call; the questions for the scores come after it.
    begun = time.process_time()
    linker.link(texts)
    seconds = time.process_time() - begun
    linked = {text: linker.link_one(text) for text in texts}
    considered = {
        text: frozenset(one.organisation for one in linker.explain(text).candidates)
        for text in texts
    }
    country_of = _make_country_of(linker.organisations)
    judged = [
        Judged(
            row.labels,
            frozenset(one.organisation for one in linked[row.text].organisations),
            considered[row.text],
            get_countries(row.labels, country_of),
            frozenset(linked[row.text].countries),
        )
        for row in rows
    ]
    speed = len(texts) / seconds if seconds else 0.0
    return Measured(f"**Cordée, {setting}**", score(judged), speed, "measured here")


def measure_peer(peer: Peer, rows: list[Row]) -> Measured:
    """Return what `peer` does on `rows`: sets and speed."""
    texts = list(dict.fromkeys(row.text for row in rows))
    begun = time.process_time()
    found = {text: peer.link(text) for text in texts}
    seconds = time.process_time() - begun
    judged = [Judged(row.labels, found[row.text], frozenset(), None, frozenset()) for row in rows]
    speed = len(texts) / seconds if seconds else 0.0
    return Measured(peer.name, score(judged), speed, peer.origin, hidden=True)


def _make_country_of(organisations: Mapping[str, Organisation]) -> Callable[[str], str | None]:
    def country_of(id_: str) -> str | None:
        known = organisations.get(id_)
        return known.country if known else None

    return country_of
