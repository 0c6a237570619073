"""`cordee compare --versions`: what changed since the version of the lake before."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cordee.cli.console import Voice
from cordee.cli.sides import write_measure, write_side
from cordee.kernel.errors import UsageError
from cordee.kernel.messages import N_


MOST_HOMES = 5  # homes looked at when none is named: those with most works


def compare_versions(voice: Voice, lake_path: Path, sides: tuple[str, ...], form: str) -> None:
    """Compare the present snapshot of a lake with the one before."""
    from cordee.observatory.figures import versions
    from cordee.observatory.figures.compute import Observatory
    from cordee.observatory.figures.sides import Side
    from cordee.observatory.lake.former import open_former
    from cordee.observatory.lake.store import open_lake
    from cordee.observatory.linking.diff import list_largest

    if form not in {"table", "json"}:
        raise UsageError(N_("--versions is shown as a table or written as JSON."))
    lake = open_lake(lake_path)
    former, present = Observatory(open_former(lake)), Observatory(lake)
    written = [write_side(present.registry, side) for side in sides] or [
        one for one in list_largest(lake, MOST_HOMES) if one in present.registry
    ]
    found = versions.compare_versions(former, present, [Side.from_text(one) for one in written])
    if form == "json":
        document = versions.to_dict(found, voice.language)
        voice.write(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        show_versions(voice, found)


def show_versions(voice: Voice, found: Any) -> None:
    """Show what made both versions, then each home that moved."""
    labels = (N_("Version"), N_("Made at"), N_("Files"), N_("Works"), N_("Linker"), N_("Registry"))
    voice.show_table(
        "",
        [voice.translate(label) for label in labels],
        [
            (
                str(one.snapshot),
                str(one.at)[:16].replace("T", " "),
                voice.number(one.files),
                voice.number(one.works),
                one.linker or "–",
                one.registry or "–",
            )
            for one in (found.before, found.after)
        ],
    )
    if found.files_added:
        names = ", ".join(found.files_added)
        voice.write(voice.translate(N_("Files added: {names}."), names=names))
    for home in found.homes:
        show_home(voice, home)


def show_home(voice: Voice, home: Any) -> None:
    """Show the figures of one home that moved, and how many works came and went."""
    name = " + ".join(one.name for one in home.organisations)
    if not home.moved:
        voice.write(voice.translate(N_("{name}: nothing changed."), name=name))
        return
    headers = (N_("Indicator"), N_("Before"), N_("Now"))
    voice.show_table(
        name,
        [voice.translate(header) for header in headers],
        [
            (
                voice.translate(one.indicator.label),
                write_measure(voice, one.before),
                write_measure(voice, one.after),
            )
            for one in home.figures
            if one.moved
        ],
    )
    voice.write(
        voice.translate(
            N_("{name}: {gained} works gained, {lost} lost."),
            name=name,
            gained=voice.number(home.gained_total),
            lost=voice.number(home.lost_total),
        )
    )
    for sign, works in (("+", home.gained), ("−", home.lost)):
        for one in works:
            voice.write(f"{sign} {one.year or ''} {one.title or ''} {one.doi or one.pmid or ''}")
