"""A look at files as they are: every source an ingest reads, and nothing written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from cordee.kernel.collecting import without_collector
from cordee.kernel.errors import SourceError
from cordee.kernel.faults import Fault, Severity
from cordee.kernel.messages import N_
from cordee.kernel.progress import Progress, Silent
from cordee.observatory.lake.ending import die_with_parent
from cordee.observatory.preview.counts import Codes, CountryTexts, Counts, count
from cordee.observatory.preview.linked import link_countries
from cordee.observatory.preview.pubmed import PubmedLook
from cordee.observatory.preview.reading import Reading
from cordee.observatory.preview.stated import Statements
from cordee.observatory.sources.readers import READERS
from cordee.observatory.sources.records import CHUNK_SIZE, Context, Parsed
from cordee.observatory.sources.sniff import Format, find_files, sniff_format
from cordee.observatory.sources.transport import read_blocks
from cordee.reference.countries import list_territories
from cordee.reference.organisations import load_registry


@dataclass(frozen=True)
class FileLook:
    """What one file is: the word its works bear ("" when it was refused), its records, those skipped."""

    name: str
    source: str
    records: int
    skipped: int


@dataclass(frozen=True)
class Look:
    """What is in files. `texts` are their distinct affiliations, `linked` those the linker read."""

    files: tuple[FileLook, ...]
    faults: tuple[Fault, ...]
    counts: Counts
    texts: int
    linked: int

    @property
    def records(self) -> int:
        """Records of all files, repeated ones included."""
        return sum(file.records for file in self.files)


def look_at(
    paths: Iterable[Path],
    *,
    at: datetime,
    processes: int = 1,
    progress: Progress | None = None,
    cache: Path | None = None,
) -> Look:
    """Return what is in files and folders, without a lake.

    A work that is met again, in another file or from another source with the same DOI or PubMed id,
    is counted once. `at` tells which years can be true; `processes` share the files; `cache` is the
    folder of the linker's index. Raises `SourceError` when a path does not exist; a file that cannot
    be read becomes a fault, in the words of an ingest, and the others are read.
    """
    progress = progress or Silent()
    files = find_files(paths)
    progress.start(N_("Reading files"), sum(path.stat().st_size for path in files), "B")
    whole, looks = Reading(), []
    with without_collector():
        for path, (look, reading) in zip(files, _read_all(files, at, processes), strict=True):
            looks.append(look)
            if whole.works or whole.texts or len(files) > 1:
                whole.add_reading(reading)
            else:
                whole = reading
            progress.advance(path.stat().st_size)
        whole.drop_deleted()
        progress.finish()
        codes, linked = _read_countries(list(whole.texts), progress, cache)
        counts = count(whole.list_works(), codes)
    return Look(tuple(looks), tuple(whole.faults), counts, len(whole.texts), linked)


def _read_all(
    files: list[Path], at: datetime, processes: int
) -> Iterator[tuple[FileLook, Reading]]:
    read = partial(read_file, at=at)
    if processes == 1 or len(files) == 1:
        yield from map(read, files)
        return
    pool = ProcessPoolExecutor(
        min(processes, len(files)), get_context("spawn"), initializer=die_with_parent
    )
    try:
        yield from pool.map(read, files)
    finally:
        pool.shutdown(cancel_futures=True)


def read_file(path: Path, *, at: datetime) -> tuple[FileLook, Reading]:
    """Return what is in one file; one that cannot be read has nothing but its fault."""
    reading = Reading()
    try:
        kind = sniff_format(path)
        context = Context(str(path), "", at)
        split_faults = Parsed(context)
        take = _choose_reader(kind, context, reading)
        for chunk in READERS[kind].split(path, read_blocks(path), split_faults, CHUNK_SIZE):
            take(chunk)
        reading.add_parsed(split_faults)
        _check_something(path, reading)
    except SourceError as error:
        reading = Reading()
        reading.faults.append(Fault(str(path), "", Severity.FILE, error.sentence))
        return FileLook(str(path), "", 0, 0), reading
    return FileLook(str(path), READERS[kind].source, reading.records, reading.skipped), reading


def _choose_reader(kind: Format, context: Context, reading: Reading) -> Callable[..., None]:
    if kind is Format.PUBMED:
        return PubmedLook(context, reading).read
    parse = READERS[kind].parse
    return lambda chunk: reading.add_parsed(parse(chunk, context))


def _check_something(path: Path, reading: Reading) -> None:
    """Refuse, as an ingest does, a file of which no record could be read although it had some."""
    if reading.skipped and reading.skipped == reading.records and not reading.works:
        raise SourceError(
            N_("{file}: none of its {records} records could be read. The first: {first}"),
            file=str(path),
            records=reading.records,
            first=reading.faults[0].sentence.to_text(),
        )


def _read_countries(
    texts: list[str], progress: Progress, cache: Path | None
) -> tuple[CountryTexts, int]:
    """Return the countries of texts: those stated outright, and what the linker finds in the others."""
    statements = Statements()
    by_text: list[Codes] = []
    doubtful: list[int] = []
    for number, text in enumerate(texts):
        found = statements.read(text)
        by_text.append(found or ())
        if found is None:
            doubtful.append(number)
    linked = link_countries([texts[number] for number in doubtful], progress, cache)
    for number, codes in zip(doubtful, linked, strict=True):
        by_text[number] = codes
    states = list_territories()
    folded = [tuple(dict.fromkeys(states.get(code, code) for code in codes)) for codes in by_text]
    known = CountryTexts(folded, _Organisations(), lambda code: states.get(code, code))
    return known, len(doubtful)


class _Organisations:
    """The countries of the organisations that sources state; the registry is read for the first."""

    def __init__(self) -> None:
        self._countries: Mapping[str, str | None] | None = None

    def __call__(self, organisation: str) -> str | None:
        if self._countries is None:
            table = load_registry().table.select(["id", "country"])
            self._countries = dict(zip(*(one.to_pylist() for one in table.columns), strict=True))
        return self._countries.get(organisation)
