"""`cordee link`: every affiliation of a lake tied to the organisations it names."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from cordee.cli.commands import Command, format_option, lake_option, processes_option
from cordee.cli.console import Bars, Voice
from cordee.cli.questions import find_organisation
from cordee.kernel.errors import UsageError
from cordee.kernel.messages import N_


KEY_FIGURES = (
    ("works", N_("works")),
    ("international_works", N_("international works")),
    ("international_share", N_("international share")),
    ("eu_share", N_("share with the European Union")),
    ("partner_countries", N_("partner countries")),
)
CHANGES = (
    ("gained", N_("organisation gained")),
    ("lost", N_("organisation lost")),
    ("replaced", N_("organisation replaced")),
    ("country_alone", N_("country changed alone")),
)


def link_affiliations(voice: Voice, lake_path: Path, processes: int) -> None:
    """Link what is not linked yet and tell what was found."""
    from cordee.observatory.lake.store import open_lake

    tell_linked(voice, relink(voice, open_lake(lake_path), processes))


def relink(voice: Voice, lake: Any, processes: int) -> Any:
    """Link `lake` under a progress bar and return the report."""
    from cordee.observatory.linking.corrections import Corrections
    from cordee.observatory.linking.stage import link_lake
    from cordee.observatory.linking.starting import skip_linear_algebra
    from cordee.reference.organisations import load_registry

    skip_linear_algebra()
    registry = load_registry()
    corrections = Corrections.load(None, registry)
    with Bars(voice) as bars:
        return link_lake(
            lake,
            registry=registry,
            processes=processes,
            at=datetime.now(UTC),
            progress=bars,
            corrections=corrections,
        )


def tell_linked(voice: Voice, report: Any) -> None:
    """Say how many affiliations were linked."""
    voice.say(
        N_("{linked} affiliations linked, {skipped} already known; {organisations} organisations."),
        linked=voice.number(report.linked),
        skipped=voice.number(report.skipped),
        organisations=voice.number(report.organisations),
    )
    if report.corrected:
        voice.say(
            N_("{corrected} affiliations are linked by a reviewed correction."),
            corrected=voice.number(report.corrected),
        )


@click.command(
    cls=Command,
    help=N_(
        "Link the affiliations of a lake to organisations and countries. Only what is new is linked.\n\n"
        "With --diff it also tells which figures moved because a new linker, registry or correction "
        "linked the lake again; with --dry-run nothing of that is kept."
    ),
    examples=[
        "cordee link --lake my-lake",
        "cordee link --lake my-lake --diff --org 02vjkv261",
        "cordee link --lake my-lake --diff --dry-run --format json",
    ],
)
@lake_option
@processes_option
@click.option("--diff", is_flag=True, help=N_("Tell what is different from before."))
@click.option(
    "--dry-run", is_flag=True, help=N_("With --diff: leave the lake as it was, tell alone.")
)
@click.option(
    "--org",
    "organisations",
    multiple=True,
    metavar="ROR",
    help=N_(
        "With --diff: whose figures to compare, by ROR id or exact name or acronym. Repeat it. The "
        "ten organisations with most works when left out."
    ),
)
@format_option("table", "json")
@click.pass_obj
def link(
    voice: Voice,
    lake_path: Path,
    processes: int,
    organisations: tuple[str, ...],
    form: str,
    *,
    diff: bool,
    dry_run: bool,
) -> None:
    """Link a lake."""
    if diff:
        link_with_diff(voice, lake_path, processes, organisations, form, dry_run=dry_run)
    elif dry_run or organisations or form != "table":
        raise UsageError(N_("--dry-run, --org and --format speak of --diff. Add --diff."))
    else:
        link_affiliations(voice, lake_path, processes)


def link_with_diff(
    voice: Voice,
    lake_path: Path,
    processes: int,
    organisations: tuple[str, ...],
    form: str,
    *,
    dry_run: bool,
) -> None:
    """Link a lake, or a twin of it, and tell what is different."""
    from cordee.observatory.figures.moves import find_moves
    from cordee.observatory.lake.store import open_lake
    from cordee.observatory.linking.diff import compare_lakes, keep_before, list_largest
    from cordee.reference.organisations import load_registry

    registry = load_registry()
    asked = [find_organisation(registry, text) for text in organisations]
    for one in asked:
        registry.get(one)  # an unknown id is said now, not after the linking
    lake = open_lake(lake_path)
    with keep_before(lake, lambda one: relink(voice, one, processes), trial=dry_run) as kept:
        before, after, report = kept
        tell_linked(voice, report)
        found = compare_lakes(before, after)
        looked_at = asked or [one for one in list_largest(after) if one in registry]
        moves = find_moves(before, after, registry, looked_at)
    if form == "json":
        document = {
            **dataclasses.asdict(found),
            "kept": not dry_run,
            "figures": [dataclasses.asdict(one) for one in moves],
        }
        voice.write(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        show_diff(voice, found, moves)
    if dry_run:
        voice.say(N_("Nothing was kept: {lake} is as it was."), lake=lake_path)


def show_diff(voice: Voice, found: Any, moves: tuple[Any, ...]) -> None:
    """Show what made the links, the strings that changed, then organisations and figures."""
    if found.before.linker is None:
        voice.write(voice.translate(N_("The lake was not linked before: all is new.")))
    else:
        voice.write(
            voice.translate(
                N_(
                    "Before: linker {linker}, registry {registry}. Now: linker {new_linker}, "
                    "registry {new_registry}."
                ),
                linker=found.before.linker,
                registry=found.before.registry,
                new_linker=found.after.linker,
                new_registry=found.after.registry,
            )
        )
    if found.is_empty and not moves:
        voice.write(voice.translate(N_("Nothing changed: every string names what it named.")))
        return
    show_strings(voice, found.strings)
    show_organisations(voice, found)
    show_moves(voice, moves)


def show_strings(voice: Voice, strings: Any) -> None:
    """Show how many strings changed, by kind."""
    rows = [(voice.translate(N_("compared")), voice.number(strings.compared), "")]
    rows += [
        (
            voice.translate(label),
            voice.number(getattr(strings, name)),
            voice.percent(getattr(strings, name) / strings.compared) if strings.compared else "–",
        )
        for name, label in (("changed", N_("changed")), *CHANGES)
    ]
    rows.append((voice.translate(N_("new")), voice.number(strings.new), ""))
    columns = [voice.translate(text) for text in (N_("affiliations"), N_("number"), N_("share"))]
    voice.show_table("", columns, rows)


def show_organisations(voice: Voice, found: Any) -> None:
    """Show the organisations whose number of works moved most."""
    if not found.organisations:
        return
    voice.show_table(
        voice.translate(
            N_("Organisations whose works moved most, of {count}"), count=voice.number(found.moved)
        ),
        ["ROR", *(voice.translate(text) for text in (N_("name"), N_("before"), N_("after")))],
        [
            (one.id, one.name or "", voice.number(one.before), voice.number(one.after))
            for one in found.organisations
        ],
    )


def show_moves(voice: Voice, moves: tuple[Any, ...]) -> None:
    """Show the key figures that moved, or that none did."""
    if not moves:
        voice.write(voice.translate(N_("None of the figures compared moved.")))
        return
    headers = (N_("organisation"), N_("figure"), N_("before"), N_("after"))
    voice.show_table(
        voice.translate(N_("Figures that moved, all years")),
        [voice.translate(text) for text in headers],
        [row for move in moves for row in list_moved(voice, move)],
    )


def list_moved(voice: Voice, move: Any) -> Iterator[tuple[str, ...]]:
    """Yield a row for each key figure of one organisation that moved."""
    for name, label in KEY_FIGURES:
        sides = [getattr(side, name) for side in (move.before, move.after)]
        if sides[0] != sides[1]:
            told = (
                voice.number(value)
                if isinstance(value, int)
                else "–"
                if value is None
                else voice.percent(value)
                for value in sides
            )
            yield f"{move.name} ({move.id})", voice.translate(label), *told
