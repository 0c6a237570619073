"""What corrections change on labelled texts: the scores with them and without.

A labelled file has one JSON object a line, with ``affiliation`` (a text) and ``ror_ids`` (the ids of
all organisations it names, none when it names nobody); other keys are passed over.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import orjson

from cordee.kernel.errors import SourceError
from cordee.kernel.identifiers import parse_ror
from cordee.kernel.messages import N_
from cordee.kernel.progress import Progress, Silent
from cordee.observatory.linking.corrections import Corrections, apply
from cordee.observatory.linking.evaluate import Judged, Scores, score
from cordee.observatory.linking.links import Linked


@dataclass(frozen=True, slots=True)
class Labelled:
    """One text and the ROR ids of the organisations it names."""

    text: str
    organisations: frozenset[str]


@dataclass(frozen=True, slots=True)
class Gain:
    """Scores without and with corrections; how many texts they spoke of, mended and broke.

    A text is mended when its set of organisations was wrong and is right, broken the other way.
    """

    without: Scores
    with_corrections: Scores
    concerned: int
    mended: int
    broken: int


def read_labelled(path: Path) -> tuple[Labelled, ...]:
    """Return the labelled texts of a file of JSON lines.

    Raises `SourceError` when the file cannot be read, with every line that is not a labelled text.
    """
    try:
        lines = path.read_bytes().removeprefix(b"\xef\xbb\xbf").splitlines()
    except OSError as error:
        raise SourceError(
            N_("{file} cannot be read ({reason}). Check its name and permissions."),
            file=str(path),
            reason=os.strerror(error.errno or 0),
        ) from error
    found = [(number, _read_line(line)) for number, line in enumerate(lines, 1) if line.strip()]
    wrong = [str(number) for number, one in found if one is None]
    if wrong or not found:
        raise SourceError(
            N_(
                '{file} is not a file of labelled texts: {count} lines are not like {{"affiliation": '
                '"…", "ror_ids": ["02vjkv261"]}} (lines {lines}).'
            ),
            file=str(path),
            count=len(wrong),
            lines=", ".join(wrong[:20]) or "–",
        )
    return tuple(one for _, one in found if one)


def _read_line(line: bytes) -> Labelled | None:
    try:
        row = orjson.loads(line)
        text, given = row["affiliation"], row["ror_ids"]
        ids = [parse_ror(one) for one in given]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    if not isinstance(text, str) or not isinstance(given, list) or None in ids:
        return None
    return Labelled(text, frozenset(id_ for id_ in ids if id_))


def measure_gain(
    labelled: Iterable[Labelled],
    corrections: Corrections,
    *,
    link: Callable[[str], Linked],
    country_of: Callable[[str], str | None],
    progress: Progress | None = None,
) -> Gain:
    """Return what `corrections` change on `labelled`; `link` links one text without corrections."""
    rows = list(labelled)
    progress = progress or Silent()
    progress.start(N_("Linking labelled texts"), len(rows), "texts")
    pairs: list[tuple[Judged, Judged]] = []
    concerned = 0
    for row in rows:
        plain = link(row.text)
        found = corrections.find(row.text)
        concerned += bool(found)
        corrected = apply(plain, found, country_of=country_of)
        pairs.append((_judge(row, plain), _judge(row, corrected)))
        progress.advance(1)
    progress.finish()
    right = [tuple(one.found == one.labelled for one in pair) for pair in pairs]
    return Gain(
        without=score(before for before, _ in pairs),
        with_corrections=score(after for _, after in pairs),
        concerned=concerned,
        mended=right.count((False, True)),
        broken=right.count((True, False)),
    )


def _judge(row: Labelled, linked: Linked) -> Judged:
    found = frozenset(one.organisation for one in linked.organisations)
    # Neither candidates nor countries are measured here: what is considered is what was found.
    return Judged(row.organisations, found, found, None, frozenset(linked.countries))
