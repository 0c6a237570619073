"""`cordee ror`: the registry of organisations, looked up and kept up to date."""

from __future__ import annotations

from pathlib import Path

import click

from cordee.cli import exits
from cordee.cli.commands import Command, Group
from cordee.cli.console import Voice
from cordee.kernel.errors import NotFoundError
from cordee.kernel.faults import Severity
from cordee.kernel.messages import N_


STATUSES = {
    "active": N_("active"),
    "inactive": N_("inactive"),
    "withdrawn": N_("withdrawn"),
    "unknown": N_("unknown"),
}


@click.group(
    cls=Group, help=N_("Look up the registry of organisations (ROR), or bring it up to date.")
)
def ror() -> None:
    """Hold the registry's commands together."""


@ror.command(cls=Command, help=N_("Say which registry is in use, from when, with its known gaps."))
@click.pass_obj
def status(voice: Voice) -> None:
    """Show version, source, date, licence and gaps."""
    from cordee.reference.organisations import load_registry, user_registry_path
    from cordee.reference.provenance import all_sources

    registry = load_registry()
    facts = registry.facts
    shipped = next(one for one in all_sources() if one.file == "ror.parquet")
    # A registry that was brought in later tells its own source.
    source = facts.source if user_registry_path().exists() else shipped.tell(voice.language).source
    gaps = facts.gaps_fr if voice.language == "fr" else facts.gaps_en
    for label, value in (
        (N_("version"), facts.version),
        (N_("date"), voice.day(facts.date)),
        (N_("source"), source),
        (N_("licence"), facts.licence),
        (N_("organisations"), voice.number(len(registry))),
        (N_("known gaps"), gaps or "–"),
    ):
        voice.write(voice.pair(label, value))


@ror.command(
    cls=Command,
    help=N_("Find organisations by name, acronym or ROR id."),
    examples=["cordee ror search gustave roussy"],
)
@click.argument("text", nargs=-1, required=True)
@click.option(
    "--limit",
    default=10,
    show_default=True,
    type=click.IntRange(1, 200),
    help=N_("How many to show."),
)
@click.pass_obj
def search(voice: Voice, text: tuple[str, ...], limit: int) -> None:
    """List organisations that match, best first."""
    from cordee.reference.french_towns import name_town
    from cordee.reference.organisations import load_registry

    wanted = " ".join(text)
    found = load_registry().search(wanted, limit=limit)
    if not found:
        raise NotFoundError(
            N_("No organisation is called “{text}”. Try fewer words, or its acronym."), text=wanted
        )
    voice.show_table(
        "",
        [
            "ROR",
            voice.translate(N_("name")),
            voice.translate(N_("found by")),
            voice.translate(N_("country")),
            voice.translate(N_("city")),
            voice.translate(N_("status")),
        ],
        [
            (
                m.organisation.id,
                m.organisation.name,
                m.matched_name,
                m.organisation.country or "",
                name_town(m.organisation.city or "", m.organisation.country, voice.language),
                voice.translate(STATUSES.get(m.organisation.status, m.organisation.status)),
            )
            for m in found
        ],
    )


@ror.command(
    cls=Command,
    help=N_("Replace the registry with one of ROR's official dumps (schema 1 or 2, JSON or zip)."),
    examples=["cordee ror update v2.1-ror-data.zip"],
)
@click.argument("dump", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "destination",
    type=click.Path(path_type=Path, dir_okay=False),
    help=N_("Write the registry to this file instead of your own data folder."),
)
@click.pass_obj
def update(voice: Voice, dump: Path, destination: Path | None) -> int:
    """Read a dump whole, then put it in place of the former one."""
    from cordee.reference.ror_dump import update_registry

    report = update_registry(dump, destination)
    voice.show_faults(report.faults)
    voice.write(
        voice.translate(
            N_(
                "{count} organisations, version {version}, written to {path}. Link your lakes again: `cordee link --lake DIR`."
            ),
            count=voice.number(report.organisations),
            version=report.version,
            path=report.destination,
        )
    )
    lost = any(fault.severity is not Severity.WARNING for fault in report.faults)
    return exits.SOURCE if lost else exits.OK


@ror.command(cls=Command, help=N_("Go back to the registry that ships with Cordée."))
@click.pass_obj
def reset(voice: Voice) -> None:
    """Remove the user's own registry."""
    from cordee.reference.organisations import user_registry_path

    path = user_registry_path()
    if not path.exists():
        voice.write(voice.translate(N_("The shipped registry is in use already.")))
        return
    path.unlink()
    voice.write(voice.translate(N_("The shipped registry is in use again.")))
