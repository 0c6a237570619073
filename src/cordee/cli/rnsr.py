"""`cordee rnsr`: the French directory of research structures, which a user brings in."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from cordee.cli import exits
from cordee.cli.commands import Command, Group
from cordee.cli.console import Voice
from cordee.kernel.faults import Severity
from cordee.kernel.messages import N_


@click.group(
    cls=Group,
    help=N_(
        "Bring in the French national directory of research structures (RNSR), which Cordée may "
        "not ship: units then have their official name, town and supervising bodies."
    ),
)
def rnsr() -> None:
    """Hold the directory's commands together."""


@rnsr.command(cls=Command, help=N_("Say whether the directory is there, from which file and when."))
@click.pass_obj
def status(voice: Voice) -> None:
    """Show the user's copy."""
    from cordee.reference.rnsr import load_structures, user_structures_path

    found = load_structures()
    if found is None:
        voice.write(
            voice.translate(
                N_(
                    "There is no directory. Download “Structures de recherche publiques actives” "
                    "from data.enseignementsup-recherche.gouv.fr as CSV or JSON, then run `cordee "
                    "rnsr update FILE`."
                )
            )
        )
        return
    for label, value in (
        (N_("source"), found.source),
        (N_("brought in on"), voice.day(found.date)),
        (N_("structures"), voice.number(len(found.structures))),
        (N_("with a unit number"), voice.number(sum(bool(s.labels) for s in found.structures))),
        (N_("file"), str(user_structures_path())),
    ):
        voice.write(voice.pair(label, value))


@rnsr.command(
    cls=Command,
    help=N_(
        "Replace your copy of the directory with a table the ministry publishes (CSV or JSON)."
    ),
    examples=["cordee rnsr update fr-esr-structures-recherche-publiques-actives.csv"],
)
@click.argument("table", type=click.Path(path_type=Path))
@click.pass_obj
def update(voice: Voice, table: Path) -> int:
    """Read a table whole, then put it in place of the former one."""
    from cordee.reference.rnsr import update_structures

    report = update_structures(table, date=datetime.now(UTC).date().isoformat())
    voice.show_faults(report.faults)
    voice.write(
        voice.translate(
            N_(
                "{count} structures written to {path}. Link your lakes again, so that their units "
                "know: `cordee link --lake DIR`."
            ),
            count=voice.number(report.structures),
            path=report.destination,
        )
    )
    lost = any(fault.severity is not Severity.WARNING for fault in report.faults)
    return exits.SOURCE if lost else exits.OK
