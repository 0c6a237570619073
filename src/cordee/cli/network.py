"""`cordee network`: who is on a home's works together, as a table, a picture or a file for programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from cordee.cli.commands import Command, format_option, lake_option
from cordee.cli.console import Voice
from cordee.cli.questions import make_question, open_observatory, question_options
from cordee.kernel.errors import UsageError
from cordee.kernel.messages import N_, Sentence


MOST_SHOWN = 25

# What the nodes may be: `figures.network_parts.NodeKind`, which is not loaded for a line of help.
KINDS = ("countries", "organisations", "units", "unit-partners", "themes")
# Where flows may lead: `figures.flows.FlowEnds`.
ENDS = ("towns", "countries")

PROGRAMS = ("json", "vosviewer", "graphml")
PICTURES = ("svg", "png")

# Which options say something about each chart.
OPTIONS = {
    "network": {"of", "most", "least", "least_shared"},
    "chord": {"most", "least_shared"},
    "flows": {"most", "ends", "everywhere"},
}


@dataclass(frozen=True)
class Answer:
    """One chart, in the forms it has."""

    table: Any  # figures.exports.Table
    shown: Sequence[int]  # columns a terminal has room for
    sentences: Sequence[Sentence]
    draw: Callable[[], Any]  # a pictures.svg.Drawing
    programs: dict[str, Callable[[], str]]
    said: tuple[str, dict[str, int]]  # what was written, for a file


@click.command(
    cls=Command,
    help=N_(
        "Compute the network of the countries, organisations, research units or themes on the works "
        "of a home.\n\n"
        "Links are works shared, with their association strength; communities are found by the "
        "Leiden algorithm. VOSviewer JSON opens in VOSviewer, GraphML in Gephi, Cytoscape, igraph "
        "and networkx.\n\n"
        "--chart chord is which partner countries are on the same works, --chart flows the map from "
        "the home's towns to those of its partners. SVG and PNG are the pictures of the pages."
    ),
    examples=[
        "cordee network --org 02vjkv261 --years 2019-2021 --lake my-lake",
        "cordee network --org Inserm --of organisations --format vosviewer -o net.json",
        "cordee network --org Inserm --of themes --format json -o themes.json",
        "cordee network --org 0321g0743 --org 01cmnjq37 --format graphml -o net.graphml",
        "cordee network --org Inserm --chart chord --most 30 --format svg -o chord.svg",
        "cordee network --org Inserm --chart flows --ends countries --format png -o flows.png",
    ],
)
@question_options
@lake_option
@click.option(
    "--chart",
    type=click.Choice(tuple(OPTIONS)),
    default="network",
    show_default=True,
    help=N_("A network, partner countries among themselves, or a map of flows."),
)
@click.option(
    "--of",
    type=click.Choice(KINDS),
    default="countries",
    show_default=True,
    help=N_("What the nodes are; unit-partners are research units and organisations abroad."),
)
@click.option(
    "--most",
    default=None,
    type=click.IntRange(1, 1000),
    help=N_(
        "The most nodes, partner countries or flows to keep, those of the most works: 100 nodes, 20 "
        "countries or 100 flows when left out."
    ),
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
    help=N_("The fewest works a link, or a pair of partner countries, is of."),
)
@click.option(
    "--ends",
    type=click.Choice(ENDS),
    default="towns",
    show_default=True,
    help=N_("Where flows lead."),
)
@click.option(
    "--everywhere", is_flag=True, help=N_("Flows to towns of the home's own country too.")
)
@format_option("table", *PROGRAMS, *PICTURES)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=N_("Write to this file instead of the terminal."),
)
@click.pass_context
def network(
    context: click.Context,
    /,
    organisations: tuple[str, ...],
    lake_path: Path,
    form: str,
    output: Path | None,
    chart: str,
    **settings: Any,
) -> None:
    """Compute one chart."""
    from cordee.kernel.files import replacing
    from cordee.observatory.figures.exports import to_csv

    voice: Voice = context.obj
    check_options(context, chart)
    check_form(chart, form, output)
    wishes = {name: settings.pop(name) for name in set().union(*OPTIONS.values())}
    observatory = open_observatory(lake_path)
    question = make_question(observatory, organisations, settings)
    found = ANSWERS[chart](observatory, question, wishes, voice.language)
    if form == "table" and output is None:
        show(voice, found)
        return
    content = write(found, form) or to_csv(found.table)
    if output is None:
        voice.write(str(content))
        return
    with replacing(output) as draft:
        draft.write_bytes(content if isinstance(content, bytes) else content.encode())
    text, counts = found.said
    voice.say(text, **{name: voice.number(one) for name, one in counts.items()}, file=output)


def check_options(context: click.Context, chart: str) -> None:
    """Raise `UsageError` for an option that was given and says nothing about this chart."""
    for name in sorted(set().union(*OPTIONS.values()) - OPTIONS[chart]):
        if context.get_parameter_source(name) is not ParameterSource.DEFAULT:
            raise UsageError(
                N_("“{option}” says nothing about --chart {chart}. Leave it out."),
                option=f"--{name.replace('_', '-')}",
                chart=chart,
            )


def check_form(chart: str, form: str, output: Path | None) -> None:
    """Raise `UsageError` for a form that the chart does not have, or that no terminal shows."""
    if form in PROGRAMS and chart != "network":
        raise UsageError(
            N_(
                "“{form}” is a form of networks alone. Choose table, svg or png for --chart {chart}."
            ),
            form=form,
            chart=chart,
        )
    if form == "png" and output is None:
        raise UsageError(N_("A PNG cannot be shown in a terminal. Name a file with -o."))


def answer_network(
    observatory: Any, question: Any, wishes: dict[str, Any], language: str
) -> Answer:
    """Return the network of countries, organisations, units or themes."""
    from cordee.observatory.figures.network_files import (
        make_node_table,
        to_graphml,
        to_json,
        to_vosviewer,
    )
    from cordee.observatory.figures.network_parts import DEFAULT_NODES, NetworkChoice, NodeKind
    from cordee.observatory.figures.network_words import describe_network
    from cordee.observatory.pictures.drawings import make_network_drawing

    choice = NetworkChoice(
        NodeKind(wishes["of"]),
        wishes["most"] or DEFAULT_NODES,
        wishes["least"],
        wishes["least_shared"],
    )
    found = observatory.get_network(question, choice)
    return Answer(
        table=make_node_table(found, language),
        shown=(1, 4, 5, 6, 7, 8),  # name, works, fractional, links, works shared, community
        sentences=describe_network(found),
        draw=lambda: make_network_drawing(found, language),
        programs={
            "json": lambda: to_json(found, language),
            "vosviewer": lambda: to_vosviewer(found, language),
            "graphml": lambda: to_graphml(found, language),
        },
        said=(
            N_("{nodes} nodes and {links} links written to {file}."),
            {"nodes": len(found.nodes), "links": len(found.links)},
        ),
    )


def answer_chord(observatory: Any, question: Any, wishes: dict[str, Any], language: str) -> Answer:
    """Return which partner countries are on the same works."""
    from cordee.observatory.figures.chord import DEFAULT_ARCS, describe_chord
    from cordee.observatory.figures.network_tables import make_chord_table
    from cordee.observatory.pictures.drawings import make_chord_drawing

    most = wishes["most"] or DEFAULT_ARCS
    found = observatory.get_chord(question, most, wishes["least_shared"])
    return Answer(
        table=make_chord_table(found, language),
        shown=(1, 3, 4, 5),  # both countries, works shared, strength
        sentences=describe_chord(found),
        draw=lambda: make_chord_drawing(found, language),
        programs={},
        said=(
            N_("{arcs} countries and {links} pairs written to {file}."),
            {"arcs": len(found.arcs), "links": len(found.links)},
        ),
    )


def answer_flows(observatory: Any, question: Any, wishes: dict[str, Any], language: str) -> Answer:
    """Return the flows from the home's towns to those, or the countries, of its partners."""
    from cordee.observatory.figures.flows import FlowChoice, FlowEnds, describe_flows
    from cordee.observatory.figures.network_tables import make_flow_table
    from cordee.observatory.pictures.drawings import make_flow_drawing

    usual = FlowChoice()
    choice = FlowChoice(
        FlowEnds(wishes["ends"]), not wishes["everywhere"], wishes["most"] or usual.most
    )
    found = observatory.get_flows(question, choice)
    return Answer(
        table=make_flow_table(found, language),
        shown=(0, 2, 3, 4),  # town of the home, town and country of the partner, works
        sentences=describe_flows(found),
        draw=lambda: make_flow_drawing(found, language),
        programs={},
        said=(
            N_("{flows} flows between {towns} places written to {file}."),
            {"flows": len(found.flows), "towns": len(found.towns)},
        ),
    )


ANSWERS = {"network": answer_network, "chord": answer_chord, "flows": answer_flows}


def write(found: Answer, form: str) -> str | bytes | None:
    """Return a picture or a file for programs; None for the table."""
    if form in PICTURES:
        drawing = found.draw()
        return bytes(drawing.to_png()) if form == "png" else str(drawing.svg)
    return found.programs[form]() if form in found.programs else None


def show(voice: Voice, found: Answer) -> None:
    """Show the first rows, then what there is and what was left out."""
    voice.show_table(
        "",
        [found.table.headers[place] for place in found.shown],
        [
            [voice.write_cell(row[place], share=False) for place in found.shown]
            for row in found.table.rows[:MOST_SHOWN]
        ],
    )
    for sentence in found.sentences:
        voice.write(f"• {sentence.to_text(voice.language)}")
