"""`cordee build`: tables prepared from what the lake holds, so that questions read less."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from cordee.cli.commands import Command, lake_option
from cordee.cli.console import Bars, Voice
from cordee.cli.questions import find_organisation
from cordee.kernel.errors import UsageError
from cordee.kernel.messages import N_


@click.command(
    cls=Command,
    help=N_(
        "Prepare a lake, so that questions read less.\n\n"
        "Counts the whole corpus by country, organisation and year once, and sets apart the works "
        "of the organisations asked about most. Answers stay the same and come sooner; a lake of "
        "millions of works needs it. After a new ingest or linking, run it again: until then "
        "questions read the works themselves."
    ),
    examples=[
        "cordee build --lake my-lake",
        "cordee build --org 02vjkv261 --org 0321g0743 --lake my-lake",
        "cordee --engine spark://head:7077 build --lake /cluster/my-lake",
    ],
)
@lake_option
@click.option(
    "--org",
    "organisations",
    multiple=True,
    metavar="ROR",
    help=N_(
        "An organisation whose works are set apart, by ROR id or exact name. Repeat it. Those set "
        "apart before are kept."
    ),
)
@click.option(
    "--homes",
    default=10,
    show_default=True,
    type=click.IntRange(0, 1000),
    help=N_("How many are set apart unasked, the largest first."),
)
@click.pass_obj
def build(voice: Voice, lake_path: Path, organisations: tuple[str, ...], homes: int) -> None:
    """Prepare the tables of one lake."""
    from cordee.observatory.building.build import build_lake
    from cordee.observatory.lake.store import open_lake
    from cordee.reference.organisations import load_registry

    registry, lake = load_registry(), open_lake(lake_path)
    with Bars(voice) as bars:
        report = build_lake(
            lake,
            registry=registry,
            organisations=[find_organisation(registry, text) for text in organisations],
            most=homes,
            start=choose_engine(voice.engine),
            at=datetime.now(UTC),
            progress=bars,
        )
    for one in report.dropped:
        voice.say(
            N_(
                "{organisation} was set apart before and is not in registry {version} any more; "
                "its tables are left out."
            ),
            organisation=one,
            version=registry.version,
        )
    if not report.tables:
        voice.say(N_("Everything is prepared already; nothing was built."))
        return
    voice.say(
        N_(
            "{tables} tables prepared by {engine}: the corpus and {homes} organisations, "
            "{size} MB in all."
        ),
        tables=voice.number(report.tables),
        engine=report.engine,
        homes=voice.number(len(report.homes)),
        size=voice.number(report.size / 1e6, digits=1),
    )


def choose_engine(master: str) -> Any:
    """Return what opens the engine that ``--engine`` names: DuckDB, or Spark at an address."""
    if master == "duckdb":
        from cordee.observatory.building.duckdb_engine import DuckdbEngine

        return DuckdbEngine
    try:
        from cordee.observatory.building.spark_engine import SparkEngine
    except ImportError as error:
        raise UsageError(
            N_(
                "Spark is not installed here. Install it with `pip install 'cordee[spark]'`, or "
                "leave --engine out."
            )
        ) from error
    return lambda source: SparkEngine(source, master)
