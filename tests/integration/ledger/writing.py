"""Twenty writers at once on one ledger, through the rooms' own operations. Run by `apart.run("writing", …)`."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection
from tests.agreements.cast import (
    ALICE,
    ALPHA,
    AT,
    ON,
    TERMS,
    get_version,
    make_agreement,
    make_directory,
)

from cordee.agreements.contents import keep_content
from cordee.agreements.models import Agreement, Document, DocumentVersion
from cordee.agreements.operations.agreements import change_agreement
from cordee.agreements.operations.documents import add_document
from cordee.agreements.states import DocumentKind, Kind
from cordee.agreements.values import Draft
from cordee.directory.models import Organisation
from cordee.directory.operations.organisations import OrganisationValues, create_organisation
from cordee.directory.states import Kind as OrganisationKind
from cordee.kernel.errors import StaleError
from cordee.ledger.audit import find_faults
from cordee.ledger.models import Event
from cordee.ledger.rights import Actor, Grant
from cordee.ledger.states import Role
from cordee.web.state import make_ready


WRITERS = 20
EACH = 3
STATE = Path(settings.CORDEE_STATE)
EDITOR = Actor(ALICE.account, "Alice", (Grant(Role.OFFICER, ALPHA, ON.replace(year=2020)),), True)


def write(number: int, agreement: UUID, document: UUID, gate: int) -> int:
    """Enter organisations, change one agreement and follow one document; return how often it was late."""
    os.read(gate, 1)  # All begin at once, when the gate is closed on the other side.
    late = 0
    for turn in range(EACH):
        name = f"Team {number}-{turn}"
        values = OrganisationValues(kind=OrganisationKind.TEAM, name_en=name, country="FR")
        create_organisation(values, keeper=ALPHA, part_of=None, by=EDITOR, at=AT)
        while True:
            version = get_version(agreement)
            title = f"Written by {number}, {turn}"
            try:
                draft = Draft(Kind.FRAMEWORK, "", title, TERMS, is_binding=True)
                change_agreement(agreement, draft, version=version, by=EDITOR, at=AT)
                break
            except StaleError:
                late += 1
        kept = keep_content(f"{number} {turn}".encode(), "text.txt", STATE / "documents")
        while True:
            try:
                add_document(
                    agreement,
                    DocumentKind.TEXT,
                    "",
                    "",
                    kept,
                    version=get_version(agreement),
                    by=EDITOR,
                    at=AT,
                    follows=document,
                )
                break
            except StaleError:
                late += 1
    return late


def begin() -> tuple[UUID, UUID]:
    STATE.mkdir(parents=True, exist_ok=True)
    make_ready(STATE, on=ON)
    make_directory()
    agreement = make_agreement()
    kept = keep_content(b"first", "text.txt", STATE / "documents")
    values = (agreement, DocumentKind.TEXT, "Text", "fr", kept)
    add_document(*values, version=get_version(agreement), by=ALICE, at=AT)
    return agreement, Document.objects.get().id


def write_at_once(agreement: UUID, document: UUID) -> tuple[list[int], int]:
    """Return the exit codes of the writers, and how often one of them came late and tried again."""
    connection.close()
    gate, opener = os.pipe()
    counted, counter = os.pipe()
    children = []
    for number in range(WRITERS):
        child = os.fork()
        if not child:
            os.close(opener)
            try:
                late = write(number, agreement, document, gate)
            except BaseException as error:  # noqa: BLE001 -- the parent is told by the exit code
                sys.stderr.write(f"{type(error).__name__}: {error}\n")
                os._exit(1)
            os.write(counter, f"{late}\n".encode())
            os._exit(0)
        children.append(child)
    os.close(opener)
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    os.close(counter)
    with os.fdopen(counted) as file:
        return codes, sum(map(int, file.read().split()))


def main() -> dict[str, object]:
    agreement, document = begin()
    first, lines = get_version(agreement), Event.objects.count()
    codes, late = write_at_once(agreement, document)
    numbers = DocumentVersion.objects.order_by("number").values_list("number", flat=True)
    row = Agreement.objects.get(id=agreement)
    return {
        "engine": connection.vendor,
        "codes": sorted(set(codes)),
        "late": late,
        "changes": row.version - first,
        "numbers": list(numbers),
        "teams": Organisation.objects.filter(name_en__startswith="Team ").count(),
        "lines": Event.objects.count() - lines,
        "faults": [str(one) for one in find_faults()],
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()) + "\n")
