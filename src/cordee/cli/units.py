"""`cordee units`: the research units that affiliations name by their codes."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import click

from cordee.cli.commands import Command, Group, format_option, lake_option
from cordee.cli.console import Voice
from cordee.cli.questions import find_organisation, open_observatory
from cordee.kernel.messages import N_


HEADERS = (
    N_("unit"),
    N_("codes"),
    N_("name"),
    N_("town"),
    N_("works"),
    N_("texts"),
    N_("supervising bodies"),
    N_("source"),
)


@click.group(
    cls=Group,
    invoke_without_command=True,
    help=N_(
        "List French research units (UMR, U, EA…) with their works and organisations; or show one."
    ),
    examples=[
        "cordee units --lake my-lake --org 02vjkv261 --limit 50",
        "cordee units --lake my-lake --format csv",
        "cordee units show UMR8104 --lake my-lake",
    ],
)
@click.option(
    "--lake",
    "lake_path",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="CORDEE_LAKE",
    metavar="DIR",
    help=N_("The lake's folder (or set CORDEE_LAKE)."),
)
@click.option(
    "--org",
    "organisation",
    metavar="ROR",
    help=N_("Only units of this organisation: its ROR id, or its exact name or acronym."),
)
@click.option(
    "--limit",
    default=20,
    show_default=True,
    type=click.IntRange(1, 1_000_000),
    help=N_("How many to list, the most works first."),
)
@format_option("table", "json", "csv", "md")
@click.pass_context
def units(
    context: click.Context, lake_path: Path | None, organisation: str | None, limit: int, form: str
) -> None:
    """List units, unless a unit is to be shown."""
    if context.invoked_subcommand is not None:
        # The lake may be named before "show" as well as after it.
        context.default_map = {"show": {"lake_path": lake_path}} if lake_path else None
        return
    from cordee.observatory.figures.exports import Table, write_table

    voice: Voice = context.obj
    if lake_path is None:
        raise click.MissingParameter(param_type="option", param_hint="--lake", ctx=context)
    observatory = open_observatory(lake_path)
    registry = observatory.registry
    chosen = [registry.get(find_organisation(registry, organisation)).id] if organisation else []
    found = observatory.get_units(chosen, limit)
    if form == "json":
        document = {"total": found.total, "units": [dataclasses.asdict(one) for one in found.rows]}
        voice.write(json.dumps(document, ensure_ascii=False, indent=2))
        return
    headers = tuple(voice.translate(text) for text in HEADERS)
    rows = tuple(list_row(one) for one in found.rows)
    if form != "table":
        table = Table("units", headers, rows)
        voice.write(write_table(table, form))
        return
    voice.show_table("", headers, [[str(cell) for cell in row] for row in rows])
    voice.write(
        voice.translate(
            N_("{shown} of {total} units."),
            shown=voice.number(len(rows)),
            total=voice.number(found.total),
        )
    )


def list_row(one: Any) -> tuple[str | int, ...]:
    """Return a unit as a row of `HEADERS`."""
    return (
        one.unit,
        ", ".join(one.codes),
        one.name or one.acronym or "",
        one.town or "",
        one.works,
        one.texts,
        "; ".join(tie.name for tie in one.supervisors),
        one.source,
    )


@units.command(
    cls=Command,
    help=N_(
        "Show one unit: its codes, name, town, organisations with their evidence, works by year."
    ),
    examples=[
        "cordee units show UMR8104 --lake my-lake",
        'cordee units show "U 1016" --lake my-lake --format json',
    ],
)
@click.argument("code", nargs=-1, required=True)
@lake_option
@format_option("table", "json")
@click.pass_obj
def show(voice: Voice, code: tuple[str, ...], lake_path: Path, form: str) -> None:
    """Show the dossier of the unit that has the code."""
    found = open_observatory(lake_path).get_unit(" ".join(code))
    if form == "json":
        voice.write(json.dumps(dataclasses.asdict(found), ensure_ascii=False, indent=2))
        return
    one, share = found.unit, found.international
    international = (
        voice.translate(
            N_("{share} ({works} of {of} works with a known country)"),
            share=voice.percent(share.value),
            works=voice.number(share.works),
            of=voice.number(share.of),
        )
        if share.value is not None
        else "–"
    )
    for label, value in (
        (N_("unit"), one.unit),
        (N_("codes"), ", ".join(one.codes)),
        (N_("name"), one.name or "–"),
        (N_("acronym"), one.acronym or "–"),
        (N_("town"), one.town or "–"),
        (N_("source"), one.source),
        (N_("RNSR number"), one.structure or "–"),
        (N_("texts"), voice.number(one.texts)),
        (N_("works"), voice.number(one.works)),
        (N_("international"), international),
    ):
        voice.write(voice.pair(label, value))
    show_organisations(voice, one.organisations)
    voice.show_table(
        voice.translate(N_("Works by year")),
        [voice.translate(N_("year")), voice.translate(N_("works"))],
        [("–" if year is None else str(year), voice.number(n)) for year, n in found.by_year],
    )


def show_organisations(voice: Voice, organisations: Any) -> None:
    """Show each organisation of a unit with what its role rests on."""
    from cordee.observatory.figures.units import BASES, ROLES

    headers = ("ROR", N_("name"), N_("role"), N_("evidence"), N_("texts"), N_("share"))
    voice.show_table(
        voice.translate(N_("Organisations")),
        [voice.translate(text) for text in headers],
        [
            (
                tie.organisation or "–",
                tie.name,
                voice.translate(ROLES[tie.role]),
                voice.translate(BASES[tie.basis]),
                voice.number(tie.texts),
                voice.percent(tie.share),
            )
            for tie in organisations
        ],
    )
