"""Finding an organisation as its name is typed.

All names are folded once into Arrow columns; a search is then a few binary searches and some
arithmetic on masks, a few milliseconds whatever is typed. Nothing is kept on disk: building takes
about a second, at the first search.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cordee.reference.folding import fold, fold_array
from cordee.reference.french_towns import all_french_names
from cordee.reference.records import KINDS


Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]
Numbers = np.ndarray[tuple[int], np.dtype[np.int32]]
Scores = np.ndarray[tuple[int], np.dtype[np.float32]]

_HEAD = (
    r"^(?:the |institute? |cent(?:re|er) |hopital |hospital |universit(?:e|y) )+"
    r"(?:of |de la |de l |des? |du |d )?"
)
_AFTER_ALL = "\U0010ffff"  # sorts after any letter, so prefix + this ends a prefix's range


@dataclass(frozen=True)
class Hit:
    """One organisation found: its row, the name that matched and the kind of that name."""

    row: int
    name: str
    kind: str


class _Sorted:
    """Texts in order, searched by prefix without leaving Arrow."""

    def __init__(self, texts: pa.Array) -> None:
        self.order: Numbers = pc.sort_indices(texts).to_numpy().astype(np.int32)
        self.texts = texts.take(pa.array(self.order))

    def bisect(self, text: str) -> int:
        low, high = 0, len(self.texts)
        while low < high:
            middle = (low + high) // 2
            if self.texts[middle].as_py() < text:
                low = middle + 1
            else:
                high = middle
        return low

    def find_prefix(self, prefix: str) -> tuple[int, int]:
        return self.bisect(prefix), self.bisect(prefix + _AFTER_ALL)

    def find_exact(self, text: str) -> tuple[int, int]:
        return self.bisect(text), self.bisect(text + "\0")


class _Words:
    """Which texts hold which word, each text given as folded words."""

    def __init__(self, texts: pa.Array) -> None:
        split = pc.split_pattern(texts, " ")
        words = pc.list_flatten(split).dictionary_encode()
        owners = pc.list_parent_indices(split).to_numpy()
        self.size = len(texts)
        self.words = _Sorted(words.dictionary)
        rank = np.empty(len(self.words.order), dtype=np.int64)
        rank[self.words.order] = np.arange(len(rank))
        codes = rank[words.indices.to_numpy()]
        self.owners = owners[np.argsort(codes, kind="stable")].astype(np.int32)
        counts = np.bincount(codes, minlength=len(rank))
        self.starts = np.concatenate([[0], np.cumsum(counts)])

    def mark(self, bounds: tuple[int, int]) -> Mask:
        mask = np.zeros(self.size, dtype=np.bool_)
        mask[self.owners[self.starts[bounds[0]] : self.starts[bounds[1]]]] = True
        return mask

    def mark_prefix(self, prefix: str) -> Mask:
        return self.mark(self.words.find_prefix(prefix))

    def mark_exact(self, word: str) -> Mask:
        return self.mark(self.words.find_exact(word))


class NameIndex:
    """The names and places of a registry table, ready for search."""

    def __init__(self, table: pa.Table, country_words: dict[str, str]) -> None:
        names = _combine(table["names"])
        flat = pc.list_flatten(names)
        self._texts = pc.struct_field(flat, "text")
        self._kinds = pc.struct_field(flat, "kinds").to_numpy()
        self._owners: Numbers = pc.list_parent_indices(names).to_numpy().astype(np.int32)
        folded = fold_array(self._texts)
        self._lengths = pc.utf8_length(folded).to_numpy().astype(np.float32)
        self._words = _Words(folded)
        # Compared without spaces, "APHP", "AP-HP" and "A.P.-H.P." are one acronym.
        self._squeezed = _Sorted(pc.replace_substring(folded, " ", ""))
        self._position = _invert(self._squeezed.order, len(folded))
        # Most people type "Gustave Roussy" for "Institut Gustave Roussy": the name after a leading
        # word for its kind is compared as well.
        headed = pc.match_substring_regex(folded, _HEAD).to_numpy(zero_copy_only=False).nonzero()[0]
        bare = pc.replace_substring_regex(folded.take(pa.array(headed)), _HEAD, "")
        self._bare = _Sorted(pc.replace_substring(bare, " ", ""))
        self._bare_position = _invert(headed[self._bare.order], len(folded))
        self._places = _Words(_fold_places(table, country_words))
        self._base = _rate_organisations(table)[self._owners] + _rate_kinds(self._kinds)

    def search(self, text: str, limit: int) -> list[Hit]:
        """Return up to `limit` hits for `text`, best first, one an organisation."""
        words = fold(text).split()
        if not words or limit < 1:
            return []
        return list(self._take(self._score(words), limit))

    def _score(self, words: list[str]) -> Scores:
        """Return a score a name; what does not match has minus infinity."""
        everywhere = np.ones(len(self._owners), dtype=np.bool_)
        somewhere = np.zeros(len(self._owners), dtype=np.bool_)
        whole = np.zeros(len(self._owners), dtype=np.float32)
        for word in words:
            named = self._words.mark_prefix(word)
            everywhere &= named | self._places.mark_prefix(word)[self._owners]
            somewhere |= named
            whole += self._words.mark_exact(word)
        squeezed = "".join(words)
        begins = _between(self._position, self._squeezed.find_prefix(squeezed))
        exact = _between(self._position, self._squeezed.find_exact(squeezed))
        bare_begins = _between(self._bare_position, self._bare.find_prefix(squeezed))
        bare_exact = _between(self._bare_position, self._bare.find_exact(squeezed))
        typed = np.float32(sum(map(len, words)))
        # Exact names stand above all; then whole words count more than begun ones, a name that
        # starts with what was typed more than one that holds it, a short name more than a long
        # one. The weights only have to keep that order against prominence (0 to 30).
        score: Scores = (
            self._base
            + 100 * exact
            + 12 * (begins | bare_begins)
            + 10 * bare_exact
            + 15 * whole / len(words)
            + 20 * np.minimum(typed / np.maximum(self._lengths, 1), 1)
        ).astype(np.float32)
        score[~((everywhere & somewhere) | begins)] = -np.inf
        return score

    def _take(self, score: Scores, limit: int) -> Iterator[Hit]:
        # An organisation may match by several names; ten times the limit leaves room for that.
        wanted = min(limit * 10, len(score))
        best = np.argpartition(-score, wanted - 1)[:wanted]
        seen: set[int] = set()
        for index in best[np.lexsort((best, -score[best]))]:
            row = int(self._owners[index])
            if row in seen or not np.isfinite(score[index]):
                continue
            seen.add(row)
            yield Hit(row, self._texts[int(index)].as_py(), _get_kind(int(self._kinds[index])))
            if len(seen) == limit:
                return


def _invert(order: Numbers, size: int) -> Numbers:
    """Return the place of each text in `order`; minus one for those not in it."""
    position = np.full(size, -1, dtype=np.int32)
    position[order] = np.arange(len(order))
    return position


def _between(position: Numbers, bounds: tuple[int, int]) -> Mask:
    mask: Mask = (position >= bounds[0]) & (position < bounds[1])
    return mask


def _combine(column: pa.ChunkedArray) -> pa.Array:
    combined = column.combine_chunks()
    # Some releases of Arrow keep a chunked array of one chunk here.
    return combined.chunk(0) if isinstance(combined, pa.ChunkedArray) else combined


def _get_kind(bits: int) -> str:
    # The most telling kind first: that it is an acronym, then that it is the displayed name.
    for kind in ("acronym", "ror_display", "label", "alias"):
        if bits >> KINDS.index(kind) & 1:
            return kind
    return "label"


def _fold_places(table: pa.Table, country_words: dict[str, str]) -> pa.Array:
    codes = table["country"].combine_chunks().dictionary_encode()
    countries = pa.array([country_words.get(code, "") for code in codes.dictionary.to_pylist()])
    named = pc.fill_null(countries.take(codes.indices), "")
    parts = [pc.fill_null(_combine(table[column]), "") for column in ("city", "region")]
    return fold_array(pc.binary_join_element_wise(*parts, _name_in_french(table), named, " "))


def _name_in_french(table: pa.Table) -> pa.Array:
    """Return the French name of the town of each organisation, "" when it has none of its own."""
    written = pc.binary_join_element_wise(_combine(table["country"]), _combine(table["city"]), "/")
    names = {f"{country}/{town}": french for (country, town), french in all_french_names().items()}
    rows = pc.index_in(written, pa.array(list(names)))
    return pc.fill_null(pa.array(list(names.values())).take(rows), "")


def _rate_organisations(table: pa.Table) -> Scores:
    """Return a prominence an organisation: what most people mean by a name they share.

    Relations, names and outside identifiers are the only signs of size a registry has; their
    logarithm, so that a giant does not drown a better match. Closed and withdrawn records sink.
    """
    signs = np.zeros(len(table), dtype=np.float64)
    for column in ("parents", "children", "related", "names", "external_ids"):
        signs += pc.list_value_length(_combine(table[column])).to_numpy().astype(np.float64)
    status = {"active": 5.0, "unknown": 0.0, "inactive": -15.0, "withdrawn": -30.0}
    codes = _combine(table["status"]).dictionary_encode()
    rates = np.array([status.get(one, 0.0) for one in codes.dictionary.to_pylist()])
    rated = np.minimum(6 * np.log1p(signs), 25.0) + rates[codes.indices.to_numpy()]
    prominence: Scores = rated.astype(np.float32)
    return prominence


def _rate_kinds(kinds: np.ndarray[tuple[int], np.dtype[np.uint8]]) -> Scores:
    # Between equal matches the displayed name is the one to show.
    rated: Scores = (2.0 * (kinds & 1)).astype(np.float32)
    return rated
