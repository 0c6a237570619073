"""Proposing a correction, and deciding on it: by two people, each step checked before it is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from cordee.kernel.errors import NotFoundError, UsageError
from cordee.kernel.faults import Fault
from cordee.kernel.identifiers import parse_ror
from cordee.kernel.messages import N_
from cordee.observatory.linking.correction_checks import check_corrections, raise_faults
from cordee.observatory.linking.correction_file import (
    Correction,
    CorrectionFile,
    Kind,
    Status,
    changing,
    read_corrections,
    user_corrections_path,
    write_corrections,
)
from cordee.reference.organisations import Registry


_NUMBERED = re.compile(r"^C(\d+)$")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody proposes: `text` names `organisations` (ROR ids), or nobody when there are none."""

    kind: Kind
    text: str
    organisations: tuple[str, ...]
    author: str
    reason: str


def propose_correction(
    path: Path | None, proposal: Proposal, registry: Registry, *, on: date
) -> Correction:
    """Write a proposed correction at the end of the file `path` and return it.

    A file that is not there is made. Nobody else can change it meanwhile. Raises `UsageError` for what is not a ROR id, and
    `CorrectionsError` with every fault when the proposal may not stand or the file has faults
    already; nothing is then written.
    """
    ids = []
    for given in proposal.organisations:
        found = parse_ror(given)
        if found is None:
            raise UsageError(N_("“{value}” is not a ROR id such as 02vjkv261."), value=given)
        ids.append(found)
    place = path or user_corrections_path()
    with changing(place):
        file = read_corrections(place) if place.exists() else CorrectionFile(place)
        raise_faults(place, file.faults)
        correction = Correction(
            id=_next_id(file.corrections),
            kind=proposal.kind,
            text=" ".join(proposal.text.split()),
            organisations=tuple(dict.fromkeys(ids)),
            author=" ".join(proposal.author.split()),
            proposal_date=on,
            reason=" ".join(proposal.reason.split()),
            line=max((one.line for one in file.corrections), default=1) + 1,
        )
        changed = replace(file, corrections=(*file.corrections, correction))
        _refuse_faults_of(correction, changed, registry)
        write_corrections(changed)
    return correction


def decide_correction(
    path: Path | None,
    id_: str,
    status: Status,
    registry: Registry,
    *,
    reviewer: str,
    on: date,
) -> Correction:
    """Write that `reviewer` accepted or refused the correction `id_`, and return it.

    A decision may be changed by a later one. Raises `NotFoundError` when no correction has the id,
    `CorrectionsError` when the reviewer is missing or is the author, or when what is accepted may
    not stand; nothing is then written.
    """
    place = read_corrections(path).path  # a file that is not there is said before a lock is made
    with changing(place):
        file = read_corrections(path)
        raise_faults(place, file.faults)
        present = next((one for one in file.corrections if one.id.lower() == id_.lower()), None)
        if present is None:
            raise NotFoundError(
                N_(
                    "No correction of {file} has the id {id}. `cordee corrections list` shows them."
                ),
                file=str(place),
                id=id_,
            )
        who = " ".join(reviewer.split())
        decided = replace(present, status=status, reviewer=who, review_date=on)
        kept = (decided if one is present else one for one in file.corrections)
        changed = replace(file, corrections=tuple(kept))
        _refuse_faults_of(decided, changed, registry)
        write_corrections(changed)
    return decided


def _next_id(corrections: Sequence[Correction]) -> str:
    numbers = [int(found[1]) for one in corrections if (found := _NUMBERED.match(one.id))]
    return f"C{max(numbers, default=0) + 1:03d}"


def _refuse_faults_of(one: Correction, file: CorrectionFile, registry: Registry) -> None:
    """Raise for the faults of this line; those of other lines are their own authors' business."""
    faults: tuple[Fault, ...] = check_corrections(file, registry)
    where = f"line {one.line}"
    raise_faults(file.path, [fault for fault in faults if fault.where == where])
