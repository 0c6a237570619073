"""`cordee network`: who is on a home's works together, as a table or a file for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cordee.cli.commands import Command, format_option, lake_option
from cordee.cli.console import Voice
from cordee.cli.questions import make_question, open_observatory, question_options
from cordee.kernel.messages import N_


# A network in the terminal: name, works, fractional, links, works shared, community.
SHOWN = (1, 4, 5, 6, 7, 8)
MOST_SHOWN = 25

# What the nodes may be: `figures.network_parts.NodeKind`, which is not loaded for a line of help.
KINDS = ("countries", "organisations", "units", "unit-partners", "themes")


@click.command(
    cls=Command,
    help=N_(
        "Compute the network of the countries, organisations, research units or themes on the works "
        "of a home.\n\n"
        "Links are works shared, with their association strength; communities are found by the "
        "Leiden algorithm. VOSviewer JSON opens in VOSviewer, GraphML in Gephi, Cytoscape, igraph "
        "and networkx."
    ),
    examples=[
        "cordee network --org 02vjkv261 --years 2019-2021 --lake my-lake",
        "cordee network --org Inserm --of organisations --format vosviewer -o net.json",
        "cordee network --org Inserm --of themes --format json -o themes.json",
        "cordee network --org 0321g0743 --org 01cmnjq37 --format graphml -o net.graphml",
    ],
)
@question_options
@lake_option
@click.option(
    "--of",
    type=click.Choice(KINDS),
    default="countries",
    show_default=True,
    help=N_("What the nodes are; unit-partners are research units and organisations abroad."),
)
@click.option(
    "--most",
    default=100,
    show_default=True,
    type=click.IntRange(1, 1000),
    help=N_("The most nodes to keep, those on the most works."),
)
@click.option(
    "--least",
    default=1,
    show_default=True,
    type=click.IntRange(1, 1_000_000),
    help=N_("The fewest works a node is on."),
)
@click.option(
    "--least-shared",
    default=1,
    show_default=True,
    type=click.IntRange(1, 1_000_000),
    help=N_("The fewest works a link is of."),
)
@format_option("table", "json", "vosviewer", "graphml")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=N_("Write to this file instead of the terminal."),
)
@click.pass_obj
def network(
    voice: Voice,
    /,
    organisations: tuple[str, ...],
    lake_path: Path,
    form: str,
    output: Path | None,
    of: str,
    most: int,
    least: int,
    least_shared: int,
    **settings: Any,
) -> None:
    """Compute one network."""
    from cordee.kernel.files import replacing
    from cordee.observatory.figures.exports import to_csv
    from cordee.observatory.figures.network_files import (
        make_node_table,
        to_graphml,
        to_json,
        to_vosviewer,
    )
    from cordee.observatory.figures.network_parts import NetworkChoice, NodeKind

    observatory = open_observatory(lake_path)
    question = make_question(observatory, organisations, settings)
    choice = NetworkChoice(NodeKind(of), most, least, least_shared)
    found = observatory.get_network(question, choice)
    if form == "table" and output is None:
        show_network(voice, found, make_node_table(found, voice.language))
        return
    write = {"json": to_json, "vosviewer": to_vosviewer, "graphml": to_graphml}.get(form)
    text = write(found, voice.language) if write else to_csv(make_node_table(found, voice.language))
    if output is None:
        voice.write(text)
        return
    with replacing(output) as draft:
        draft.write_text(text, encoding="utf-8", newline="")
    voice.say(
        N_("{nodes} nodes and {links} links written to {file}."),
        nodes=voice.number(len(found.nodes)),
        links=voice.number(len(found.links)),
        file=output,
    )


def show_network(voice: Voice, found: Any, table: Any) -> None:
    """Show the first nodes, then what the network has and what was left out."""
    from cordee.observatory.figures.network_words import describe_network

    voice.show_table(
        "",
        [table.headers[place] for place in SHOWN],
        [
            [voice.write_cell(row[place], share=False) for place in SHOWN]
            for row in table.rows[:MOST_SHOWN]
        ],
    )
    for sentence in describe_network(found):
        voice.write(f"• {sentence.to_text(voice.language)}")
