"""The linker: an affiliation text in, organisations and countries out.

>>> linker = Linker.load()  # doctest: +SKIP
>>> linker.link_one("Institut Curie, Paris").organisations[0].organisation  # doctest: +SKIP
'04t0gwh46'
>>> linker.link(["Institut Curie, Paris"]).column("ror_id").to_pylist()  # doctest: +SKIP
['04t0gwh46']
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path

import pyarrow as pa

from cordee.kernel.errors import ReferenceFileError
from cordee.kernel.messages import N_
from cordee.kernel.progress import Progress, Silent
from cordee.observatory.linking import corrections, explain
from cordee.observatory.linking.answers import RESULT, Answers, make_answers
from cordee.observatory.linking.compile import Compiler
from cordee.observatory.linking.corrections import Corrections
from cordee.observatory.linking.engine.run import (
    BASES,
    BY_ORGANISATION,
    judge,
    link_all,
    make_room,
)
from cordee.observatory.linking.engine.tables import make_space
from cordee.observatory.linking.engine.trees import Model, load_model
from cordee.observatory.linking.explain import Explanation, Judgement
from cordee.observatory.linking.identifiers import read_identifiers
from cordee.observatory.linking.index import NameIndex, load_arrays, save_arrays
from cordee.observatory.linking.links import Link, Linked
from cordee.observatory.linking.prepare import VERSION, prepare_index
from cordee.observatory.linking.reader import Batch
from cordee.observatory.linking.reasons import Reason
from cordee.reference.organisations import Organisation, Registry, load_registry
from cordee.reference.places import Places, load_places, us_states
from cordee.reference.records import RegistryFacts, to_table


BATCH = 4_000
"""Texts linked at once: a third of a second of work."""

# The marks of the working space are 32-bit numbers, a word's being 64 a text.
_LAST_STAMP = 2**31 // 64 - 1


class Linker:
    """Links texts with one compiled index and one model.

    Threads may share it and take turns: it works in one space. Processes share the index's memory.

    `precise` chooses the second published operating point: fewer organisations, almost all right.
    """

    version = VERSION

    def __init__(
        self,
        index: NameIndex,
        organisations: Mapping[str, Organisation],
        *,
        precise: bool = False,
        model: Model | None = None,
        corrections: Corrections | None = None,
    ) -> None:
        self.index = index
        self.organisations = organisations
        self.model = model or load_model()
        self.least = self.model.precise if precise else self.model.balanced
        self.corrections = corrections or Corrections()
        self._reader = index.make_reader()
        self._space = make_space(index.tables)
        self._stamp = 0
        self._lock = threading.Lock()

    @classmethod
    def load(
        cls,
        registry: Registry | None = None,
        cache: Path | None = None,
        progress: Progress | None = None,
        *,
        precise: bool = False,
        model: Model | None = None,
        corrections: Corrections | None = None,
    ) -> Linker:
        """Return a linker for `registry` (by default the one in use).

        The index is compiled once and kept in the folder `cache` (by default the user's cache
        folder), under a name made of the registry's checksum and the rules of the index.
        `corrections` are applied last; by default there are none.
        """
        registry = registry or load_registry()
        path = prepare_index(registry, cache, progress)
        return open_linker(
            path, registry.organisations, precise=precise, model=model, corrections=corrections
        )

    def link(self, strings: Iterable[str | None]) -> pa.Table:
        """Return the organisations that `strings` name, as a table in their order.

        One row a (string, organisation), with the columns of `RESULT`: `string` as given, `ror_id`
        (nine characters), `country` (ISO 3166-1 alpha-2) of the organisation, `score`, `reason` (a
        code of `cordee.observatory.linking.reasons.Reason`), `start` and `end` (characters of the
        string). A string that names nobody has one row: `ror_id` is null and `country` the one the
        text itself speaks of, if any. A null string is read as an empty one and stays null; half a
        surrogate pair, which no table can hold, comes back as a question mark.
        """
        tables = []
        waiting = iter(strings)
        while batch := list(islice(waiting, BATCH)):
            answers = self.answer([string or "" for string in batch])
            tables.append(answers.tabulate(_to_column(batch)))
        return pa.concat_tables(tables) if tables else RESULT.empty_table()

    def link_one(self, text: str) -> Linked:
        """Return the organisations and countries `text` names, in the order of the text."""
        return self.link_all([text])[0]

    def link_all(self, texts: Sequence[str]) -> list[Linked]:
        """Return the organisations and countries that each of `texts` names."""
        found: list[Linked] = []
        for first in range(0, len(texts), BATCH):
            found += self.answer(texts[first : first + BATCH]).list_linked()
        return found

    def answer(self, texts: Sequence[str]) -> Answers:
        """Return the answers to a batch of texts, as numbers; `BATCH` texts are a good measure."""
        with self._lock:
            batch = self._reader.read(texts)
            answers = self._run(batch)
        # Identifiers stand in none but odd texts.
        odd = ((number, read_identifiers(self.index, texts[number])) for number in batch.odd)
        identified = {number: found for number, found in odd if found}
        corrected = {}
        if self.corrections:
            asked = enumerate(map(self.corrections.find, texts))
            corrected = {number: applied for number, applied in asked if applied}
        others = sorted({*identified, *corrected})
        changed = dict(zip(others, answers.take(others).list_linked(), strict=True))
        for number, found in identified.items():
            changed[number] = self._add_identified(texts[number], found, changed[number])
        for number, applied in corrected.items():
            changed[number] = corrections.apply(
                changed[number],
                applied,
                country_of=lambda id_: self.index.country_of(self.index.number_of[id_]) or None,
            )
        return answers.put(changed)

    def _add_identified(self, text: str, numbers: list[int], linked: Linked) -> Linked:
        """Add the organisations whose identifiers a text gives; they speak for the whole text."""
        ids = [self.index.ids[number] for number in numbers]
        reason = Reason.IDENTIFIER.value
        links = [one for one in linked.organisations if one.organisation not in ids]
        links = [*(Link(id_, 1.0, reason, 0, len(text)) for id_ in ids), *links]
        known = list(linked.countries) if linked.country_basis == BASES[BY_ORGANISATION] else []
        known += [code for number in numbers if (code := self.index.country_of(number))]
        known = list(dict.fromkeys(known)) or list(linked.countries)
        return Linked(tuple(links), tuple(known), BASES[BY_ORGANISATION])

    def _run(self, batch: Batch) -> Answers:
        factor = 4
        while True:
            links, scores, countries = make_room(len(batch.texts), factor)
            made, stated = link_all(
                self.index.tables, batch.words, self._space, self.model, self.least,
                batch.raw, batch.starts, batch.stops, batch.offsets,
                self._next_stamp(len(batch.texts)), links, scores, countries,
            )  # fmt: skip
            if made >= 0:
                return make_answers(
                    self.index, batch, links[:made], scores[:made], countries[:stated]
                )
            factor *= 4

    def _next_stamp(self, texts: int) -> int:
        """Return the first of the numbers that mark the next texts in the working space."""
        if self._stamp + texts > _LAST_STAMP:
            self._space = make_space(self.index.tables)
            self._stamp = 0
        first = self._stamp + 1
        self._stamp += texts
        return first

    def explain(self, text: str) -> Explanation:
        """Return what was found in `text`, and why each candidate was taken or left."""
        linked = self.link_one(text)
        with self._lock:
            judged = self.judge(text)
            return explain.build(self.index, self.organisations, text, judged, linked)

    def judge(self, text: str) -> Judgement:
        """Return all candidates of one text with their features, scores and fates."""
        batch = self._reader.read([text])
        space = self._space
        first, last = int(batch.offsets[0]), int(batch.offsets[1])
        words, made = judge(
            self.index.tables, batch.words, space, self.model, self.least, batch.raw,
            first, last, self._next_stamp(1), True,
        )  # fmt: skip
        return Judgement(
            batch.list_places(0),
            space.owners[:words].copy(),
            space.cand[:made].copy(),
            space.features[:made].copy(),
            space.scores[:made].copy(),
        )


def _to_column(strings: list[str | None]) -> pa.Array:
    try:
        return pa.array(strings, pa.string())
    except UnicodeEncodeError:
        writable = [s if s is None else s.encode("utf-8", "replace").decode() for s in strings]
        return pa.array(writable, pa.string())


def open_linker(
    path: Path,
    organisations: Mapping[str, Organisation],
    *,
    precise: bool = False,
    model: Model | None = None,
    corrections: Corrections | None = None,
) -> Linker:
    """Return a linker on a compiled index; `organisations` serve explanations alone."""
    arrays = load_arrays(path)
    if arrays is None:
        raise ReferenceFileError(
            N_("The name index {file} is damaged. Remove it and start again; it is made anew."),
            file=str(path),
        )
    return Linker(
        NameIndex(arrays), organisations, precise=precise, model=model, corrections=corrections
    )


def warm_kernels() -> None:
    """Compile the kernels, by linking one text with an index of no organisation at all."""
    facts = RegistryFacts("0", "none", "1970-01-01")
    registry = Registry(to_table((), facts), facts, "none", None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "names.arrow"
        places = Places(load_places().table.slice(0, 0))
        save_arrays(Compiler(registry, Silent()).compile(places, us_states()), path)
        open_linker(path, {}).link_all(["Paris"])
