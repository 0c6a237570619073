"""What a look keeps of files: each work's year, kind and signatures, each affiliation text once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from cordee.kernel.faults import Fault
from cordee.observatory.sources.records import Parsed, Row, fold_blanks


class Signature(NamedTuple):
    """What stands beside one author: numbers of texts, and what the source itself states.

    `tied` is False for what a source ties to the work and to no author of it.
    """

    texts: tuple[int, ...]
    organisations: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    tied: bool = True


class Work(NamedTuple):
    """One record, with its signatures and how many authors have each."""

    version: int
    year: int | None
    kind: str
    doi: str | None
    pmid: str | None
    signatures: Mapping[Signature, int]


Key = tuple[str, str]
"""Source and the source's own identifier."""


@dataclass
class Reading:
    """The works and texts of files, and what was wrong with them."""

    records: int = 0
    skipped: int = 0
    works: dict[Key, Work] = field(default_factory=dict)
    texts: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    gone: set[Key] = field(default_factory=set)  # withdrawn by the file read last
    _signatures: dict[Signature, Signature] = field(default_factory=dict)

    def add_text(self, text: str) -> int | None:
        """Return the number of a text, None when nothing is printed; white space does not count."""
        folded = fold_blanks(text)
        return self.texts.setdefault(folded, len(self.texts)) if folded else None

    def share(self, signature: Signature) -> Signature:
        """Return the one signature equal to this that is kept: most are of many authors."""
        return self._signatures.setdefault(signature, signature)

    def add_work(self, key: Key, work: Work) -> None:
        """Add a work; of one that is met again the highest version counts, then the last."""
        known = self.works.get(key)
        if known is None or known.version <= work.version:
            self.works[key] = work

    def add_parsed(self, parsed: Parsed) -> None:
        """Add the rows and faults of records that their source has read in full."""
        self.records += parsed.records
        self.skipped += parsed.skipped
        self.faults += parsed.faults
        numbers = {row[0]: self.add_text(str(row[1])) for row in parsed.rows["affiliations"]}
        signed: dict[object, Counter[Signature]] = {}
        untied: dict[object, Signature] = {}
        for row in parsed.rows["authorships"]:
            signature = _make_signature(row, numbers)
            if signature.tied:
                signed.setdefault(row[0], Counter())[self.share(signature)] += 1
            else:
                known = untied.get(row[0])
                untied[row[0]] = _join(known, signature) if known else signature
        for owner, signature in untied.items():
            signed.setdefault(owner, Counter())[self.share(signature)] += 1
        for row in parsed.rows["works"]:
            work, source, identifier, version, doi, pmid = row[:6]
            self.add_work(
                (str(source), str(identifier)),
                Work(version, row[8], str(row[10]), doi, pmid, signed.get(work, {})),  # type: ignore[arg-type]  # rows are typed by their schema alone
            )
        for source, identifier in parsed.rows["deletions"]:
            # What comes later in the same file is gone as well, as in a lake.
            self.gone.add((str(source), str(identifier)))

    def drop_deleted(self) -> None:
        """Leave out what a file says was withdrawn, in it and in what was read before."""
        for key in self.gone:
            self.works.pop(key, None)
        self.gone.clear()

    def add_reading(self, other: Reading) -> None:
        """Add what was read of a later file."""
        numbers = [self.texts.setdefault(text, len(self.texts)) for text in other.texts]
        renumbered: dict[Signature, Signature] = {}

        def renumber(signature: Signature) -> Signature:
            found = renumbered.get(signature)
            if found is None:
                texts = tuple(numbers[one] for one in signature.texts)
                found = renumbered[signature] = self.share(signature._replace(texts=texts))
            return found

        self.records += other.records
        self.skipped += other.skipped
        self.faults += other.faults
        self.gone |= other.gone
        self.drop_deleted()
        for key, work in other.works.items():
            signatures = {renumber(one): count for one, count in work.signatures.items()}
            self.add_work(key, work._replace(signatures=signatures))

    def list_works(self) -> list[Work]:
        """Return each work once.

        Of records of several sources with a DOI or PubMed id in common, the one that prints most
        affiliations stands for all.
        """
        kept: dict[int, Work] = {}
        owner: dict[tuple[str, str], tuple[str, int]] = {}
        for number, ((source, _), work) in enumerate(self.works.items()):
            known = [
                found
                for name, value in (("doi", work.doi), ("pmid", work.pmid))
                if value and (found := owner.get((name, value))) and found[0] != source
            ]
            place = known[0][1] if known else number
            if place not in kept or _count_printed(work) > _count_printed(kept[place]):
                kept[place] = work
            for name, value in (("doi", work.doi), ("pmid", work.pmid)):
                if value:
                    owner.setdefault((name, value), (source, place))
        return list(kept.values())


def _make_signature(row: Row, numbers: Mapping[object, int | None]) -> Signature:
    position, affiliations, organisations, countries = row[1], row[6], row[7], row[8]
    return Signature(
        _list_once(numbers[key] for key in affiliations or ()),  # type: ignore[attr-defined]
        tuple(organisations or ()),  # type: ignore[arg-type]
        tuple(countries or ()),  # type: ignore[arg-type]
        bool(position),
    )


def _join(one: Signature, other: Signature) -> Signature:
    return Signature(
        tuple(dict.fromkeys((*one.texts, *other.texts))),
        tuple(dict.fromkeys((*one.organisations, *other.organisations))),
        tuple(dict.fromkeys((*one.countries, *other.countries))),
        tied=False,
    )


def _list_once(numbers: Iterable[int | None]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(number for number in numbers if number is not None))


def _count_printed(work: Work) -> int:
    return sum(len(one.texts) * count for one, count in work.signatures.items())
