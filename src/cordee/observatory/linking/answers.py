"""The answers to a batch of texts, kept as numbers until somebody asks for tables or objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cordee.observatory.linking.engine.run import BASES
from cordee.observatory.linking.index import NameIndex
from cordee.observatory.linking.links import Link, Linked
from cordee.observatory.linking.reader import Batch
from cordee.observatory.linking.reasons import ACCEPTED, Reason


# A score of more decimals would tell of the last tree alone.
_DECIMALS = 3
# The kernels know nothing of what comes after their own reasons.
_REASONS = [reason.value for reason in (*ACCEPTED, Reason.IDENTIFIER, Reason.CORRECTION)]
_NUMBER_OF = {reason: number for number, reason in enumerate(_REASONS)}
_REASON_COLUMN = pa.array(_REASONS)
_BASIS_COLUMN = pa.array(BASES)

RESULT = pa.schema(
    [
        pa.field("string", pa.string()),
        pa.field("ror_id", pa.string()),
        pa.field("country", pa.string()),
        pa.field("score", pa.float64()),
        pa.field("reason", pa.string()),
        pa.field("start", pa.int32()),
        pa.field("end", pa.int32()),
    ]
)
"""Columns of `cordee.observatory.linking.linker.Linker.link`."""

TEXT, ORGANISATION, START, END, REASON = range(5)
"""Columns of `Answers.links`: numbers of texts, organisations, characters and of reasons."""
_, COUNTRY, BASIS = range(3)
"""Columns of `Answers.countries` after the text: numbers of countries and of `BASES`."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to `count` texts, rows in the order of the texts; `scores` go with `links`."""

    index: NameIndex
    count: int
    links: NDArray[np.int32]
    scores: NDArray[np.float64]
    countries: NDArray[np.int32]

    def list_linked(self) -> list[Linked]:
        """Return the answers as objects, one a text."""
        ids, codes = self.index.ids, self.index.codes
        links: list[list[Link]] = [[] for _ in range(self.count)]
        for row, score in zip(self.links.tolist(), self.scores.tolist(), strict=True):
            text, organisation, start, end, reason = row
            links[text].append(Link(ids[organisation], score, _REASONS[reason], start, end))
        named: list[list[str]] = [[] for _ in range(self.count)]
        basis = [BASES[0]] * self.count
        for text, country, number in self.countries.tolist():
            named[text].append(codes[country])
            basis[text] = BASES[number]
        return [
            Linked(tuple(links[text]), tuple(named[text]), basis[text])
            for text in range(self.count)
        ]

    def take(self, texts: Sequence[int]) -> Answers:
        """Return the answers to some of the texts, which are counted anew."""
        places = np.full(self.count, -1, np.int32)
        places[list(texts)] = np.arange(len(texts))
        links, countries = self.links.copy(), self.countries.copy()
        links[:, TEXT] = places[links[:, TEXT]]
        countries[:, TEXT] = places[countries[:, TEXT]]
        kept = links[:, TEXT] >= 0
        return replace(
            self,
            count=len(texts),
            links=links[kept],
            scores=self.scores[kept],
            countries=countries[countries[:, TEXT] >= 0],
        )

    def put(self, linked: Mapping[int, Linked]) -> Answers:
        """Return these answers with others for some of the texts, given by their numbers."""
        if not linked:
            return self
        number_of, code_of = self.index.number_of, self.index.code_of
        rows, scores, countries = [], [], []
        for text, one in linked.items():
            for link in one.organisations:
                reason = _NUMBER_OF[link.reason]
                rows.append((text, number_of[link.organisation], link.start, link.end, reason))
                scores.append(link.score)
            basis = BASES.index(one.country_basis)
            countries += [(text, code_of[code], basis) for code in one.countries]
        others = ~np.isin(self.links[:, TEXT], list(linked))
        links = _stack(self.links[others], rows)
        order = np.argsort(links[:, TEXT], kind="stable")
        elsewhere = self.countries[~np.isin(self.countries[:, TEXT], list(linked))]
        stated = _stack(elsewhere, countries)
        return replace(
            self,
            links=links[order],
            scores=np.concatenate((self.scores[others], scores))[order],
            countries=stated[np.argsort(stated[:, TEXT], kind="stable")],
        )

    def name_links(self) -> dict[str, pa.Array]:
        """Return columns that go with `links`: organisation, score, reason, start, end."""
        return {
            "organisation": self.index.id_column.take(pa.array(self.links[:, ORGANISATION])),
            "score": pa.array(self.scores),
            "reason": _REASON_COLUMN.take(pa.array(self.links[:, REASON])),
            "start": pa.array(self.links[:, START]),
            "end": pa.array(self.links[:, END]),
        }

    def name_countries(self) -> tuple[NDArray[np.int32], dict[str, pa.Array]]:
        """Return numbers of texts, and columns that go with them: country, basis.

        A text without any country has one row, with a null country and the basis "".
        """
        unknown = _list_absent(self.countries[:, TEXT], self.count)
        rows = _stack(self.countries, [(text, 0, 0) for text in unknown.tolist()])
        rows = rows[np.argsort(rows[:, TEXT], kind="stable")]
        columns = {
            "country": self.index.code_column.take(pa.array(rows[:, COUNTRY])),
            "basis": _BASIS_COLUMN.take(pa.array(rows[:, BASIS])),
        }
        return rows[:, TEXT], columns

    def tabulate(self, strings: pa.Array) -> pa.Table:
        """Return the table `RESULT` of the texts, which are given again as they shall stand there."""
        named = self.links[:, TEXT]
        nobody = _list_absent(named, self.count)
        order = np.argsort(np.concatenate((named, nobody)), kind="stable")
        texts = np.concatenate((named, nobody))[order]
        countries = self.index.tables.country[self.links[:, ORGANISATION]]
        countries = np.concatenate((countries, self._find_only_country(nobody)))[order]
        # Where nobody is named there is no row of links to take from.
        place = pa.array(order, mask=order >= len(named))
        links = {name: column.take(place) for name, column in self.name_links().items()}
        columns = {
            "string": strings.take(pa.array(texts)),
            "ror_id": links.pop("organisation"),
            "country": self.index.code_column.take(pa.array(countries)),
            **links,
        }
        return pa.table([columns[name] for name in RESULT.names], schema=RESULT)

    def _find_only_country(self, texts: NDArray[np.int64]) -> NDArray[np.int32]:
        """Return the country of each text that has one and no other; 0, which is none, for the rest."""
        known = self.countries[:, TEXT]
        first, last = np.searchsorted(known, texts), np.searchsorted(known, texts, "right")
        only = last - first == 1
        found = np.zeros(len(texts), np.int32)
        found[only] = self.countries[first[only], COUNTRY]
        return found


def make_answers(
    index: NameIndex,
    batch: Batch,
    links: NDArray[Any],
    scores: NDArray[Any],
    countries: NDArray[Any],
) -> Answers:
    """Return what the kernels wrote about a batch as answers; spans lead back to the texts as given."""
    for row in np.flatnonzero(np.isin(links[:, TEXT], list(batch.moved))).tolist():
        text, _, start, stop, _ = links[row].tolist()
        links[row, START], links[row, END] = batch.lead_back(text, start, stop)
    rounded = scores.astype(np.float64).round(_DECIMALS)
    return Answers(index, len(batch.texts), links, rounded, countries)


def _stack(rows: NDArray[np.int32], others: Sequence[tuple[int, ...]]) -> NDArray[np.int32]:
    return np.concatenate((rows, np.array(others, np.int32).reshape(-1, rows.shape[1])))


def _list_absent(texts: NDArray[np.int32], count: int) -> NDArray[np.int64]:
    """Return which of `count` texts have no row."""
    return np.flatnonzero(np.bincount(texts, minlength=count) == 0)
