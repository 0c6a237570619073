"""`cordee harvest`: records of an organisation fetched from a service, and put into a lake."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

import cordee
from cordee.cli import exits
from cordee.cli.commands import Command, lake_option, processes_option
from cordee.cli.console import Bars, Voice
from cordee.cli.ingest import read_files
from cordee.cli.questions import find_organisation, organisations_option
from cordee.kernel.errors import UsageError
from cordee.kernel.messages import N_


SERVICES = ("openalex", "hal", "crossref", "europepmc")


@click.command(
    cls=Command,
    help=N_(
        "Fetch the works of organisations from OpenAlex, HAL, Crossref or Europe PMC into a lake.\n\n"
        "Pages are kept in a folder beside the lake, then ingested. Stopped, or the service is "
        "busy? The same command goes on where it was. Run again later, it fetches anew and the lake "
        "keeps the latest version of each work."
    ),
    examples=[
        "cordee harvest openalex --org 02vjkv261 --since 2024-01-01 --lake my-lake --key MY-KEY",
        "cordee harvest hal --org 0321g0743 --since 2020-01-01 --lake my-lake",
        "cordee harvest openalex --org 04t0gwh46 --since 2026-10-01 --by update --lake my-lake",
        "cordee harvest crossref --org Inserm --with-parts --lake my-lake --mailto me@example.org",
    ],
)
@click.argument("service", type=click.Choice(SERVICES))
@organisations_option
@click.option("--with-parts", is_flag=True, help=N_("Fetch the organisations under it in ROR too."))
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help=N_("Only works published (see --by) from this day on, such as 2024-01-01."),
)
@click.option(
    "--by",
    type=click.Choice(["publication", "update"]),
    default="publication",
    show_default=True,
    help=N_("What --since is of: the work's publication, or its record's last change."),
)
@lake_option
@click.option(
    "--pages",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help=N_("Where pages are kept. A folder beside the lake, named after it, when left out."),
)
@click.option(
    "--key",
    envvar="CORDEE_HARVEST_KEY",
    metavar="KEY",
    help=N_("A key of the service; OpenAlex asks for one, free (or set CORDEE_HARVEST_KEY)."),
)
@click.option(
    "--mailto",
    envvar="CORDEE_MAILTO",
    metavar="ADDRESS",
    help=N_("An address the service may write to, as it asks for (or set CORDEE_MAILTO)."),
)
@click.option(
    "--base",
    envvar="CORDEE_HARVEST_BASE",
    metavar="ADDRESS",
    help=N_("Another address of the service, such as a mirror's (or set CORDEE_HARVEST_BASE)."),
)
@click.option(
    "--rate",
    type=click.FloatRange(0.01, 20),
    metavar="N",
    help=N_("Requests a second; a careful number for each service when left out."),
)
@processes_option
@click.pass_obj
def harvest(
    voice: Voice,
    /,
    service: str,
    organisations: tuple[str, ...],
    lake_path: Path,
    folder: Path | None,
    processes: int,
    **settings: Any,
) -> int:
    """Fetch what is wanted, then ingest it."""
    from cordee.cli.fetching import HttpTransport, SystemClock, check_address
    from cordee.observatory.harvest import run
    from cordee.observatory.harvest.catalogues import CATALOGUES
    from cordee.observatory.lake.store import create_lake

    catalogue = CATALOGUES[service]
    wish = make_wish(organisations, settings)
    base = check_address(settings["base"] or catalogue.base)
    rate = settings["rate"] or catalogue.per_second
    access = run.Access(base, settings["key"], settings["mailto"], rate)
    # The lake is opened first: what it refuses should not be found out after an hour of fetching.
    create_lake(lake_path, at=datetime.now(UTC))
    root = folder or lake_path.with_name(f"{lake_path.resolve().name}-harvest")
    place = run.name_folder(root, catalogue, wish, base)
    mail = f"; mailto:{access.mail}" if access.mail else ""
    with Bars(voice) as bars:
        report = run.harvest(
            catalogue,
            wish,
            place,
            access,
            transport=HttpTransport(f"cordee/{cordee.__version__} (scientometrics{mail})"),
            clock=SystemClock(),
            progress=bars,
        )
    say_report(voice, catalogue.title, report)
    if not report.records:
        return exits.OK
    code = read_files(voice, (place,), lake_path, (), processes)
    run.mark_ingested(place, catalogue, wish, base)
    return code


def make_wish(organisations: tuple[str, ...], settings: dict[str, Any]) -> Any:
    """Return what is to be fetched; raise `UsageError` for a day no work can be of."""
    from cordee.observatory.harvest.catalogues import Home, Wish
    from cordee.reference.organisations import load_registry

    registry = load_registry()
    chosen = [registry.get(find_organisation(registry, text)).id for text in organisations]
    ids = sorted(registry.with_parts(chosen)) if settings["with_parts"] else dict.fromkeys(chosen)
    since: date | None = settings["since"].date() if settings["since"] else None
    if since and since > datetime.now(UTC).date():
        raise UsageError(N_("{day} is still to come. Give a day that has been."), day=since)
    if since is None and settings["by"] == "update":
        raise UsageError(N_("With --by update, say since when: add --since DATE."))
    # An acronym alone is the acronym of others too; a service that searches texts gets whole names.
    homes = [
        Home(
            one.id,
            tuple(name.text for name in one.names if set(name.kinds) != {"acronym"}),
        )
        for one in (registry.get(id_) for id_ in ids)
    ]
    return Wish(tuple(homes), since, by_update=settings["by"] == "update")


def say_report(voice: Voice, title: str, report: Any) -> None:
    """Tell what was fetched, what of it by an earlier run, and whether all that was announced came."""
    voice.say(
        N_("{service}: {records} records on {pages} pages, kept in {folder}."),
        service=title,
        records=voice.number(report.records),
        pages=voice.number(report.pages),
        folder=report.folder,
    )
    if report.resumed:
        voice.say(
            N_("{records} of them were there from an earlier run."),
            records=voice.number(report.resumed),
        )
    if report.records < report.total:
        voice.say(
            N_("The service had announced {total} records; {missing} did not come."),
            total=voice.number(report.total),
            missing=voice.number(report.total - report.records),
        )
