"""Who publishes with whom among the partner countries of a home."""

from __future__ import annotations

from dataclasses import dataclass

from cordee.kernel.errors import UsageError
from cordee.kernel.messages import N_, Sentence
from cordee.observatory.figures.network_parts import Link, Network, NetworkChoice
from cordee.observatory.figures.question import Question


MOST_ARCS = 40
"""More countries around a circle leave no room for their names."""

DEFAULT_ARCS = 20

ALL_COUNTRIES = NetworkChoice(most=300)
"""There are some 250 countries: all of them, so that what is drawn does not change their strengths."""


@dataclass(frozen=True, slots=True)
class Arc:
    """A partner country among the others shown."""

    code: str
    works: int  # of the home with it
    shared: int  # sum of the works with each of the other countries shown
    partners: int  # how many of these it shares works with


@dataclass(frozen=True)
class Chord:
    """The partner countries of most works and what each two of them share on the home's works."""

    question: Question
    arcs: tuple[Arc, ...]  # most works first; those tied with another alone
    links: tuple[Link, ...]  # most works first
    candidates: int  # all partner countries
    alone: tuple[str, ...]  # of the countries asked for, those that share no work with another
    snapshot: str | None


def check_arcs(number: int) -> int:
    """Return a number of countries a diagram can show; raise `UsageError` for another."""
    if not 2 <= number <= MOST_ARCS:
        raise UsageError(
            N_("A chord diagram shows from 2 to {most} countries; {number} were asked for."),
            most=MOST_ARCS,
            number=number,
        )
    return number


def make_chord(network: Network, most: int = DEFAULT_ARCS, least_shared: int = 1) -> Chord:
    """Return the diagram of the `most` partner countries of a network of countries.

    Links have `least_shared` works at least. The home's countries are left out: they are on all
    works, and would hide who else is there together.
    """
    partners = [node for node in network.nodes if not node.home]
    wanted = {node.id for node in partners[:most]}
    links = tuple(
        link
        for link in network.links
        if link.works >= least_shared and link.source in wanted and link.target in wanted
    )
    shared, counted = dict.fromkeys(wanted, 0), dict.fromkeys(wanted, 0)
    for link in links:
        for end in (link.source, link.target):
            shared[end] += link.works
            counted[end] += 1
    shown = partners[:most]
    return Chord(
        question=network.question,
        arcs=tuple(
            Arc(node.id, node.works, shared[node.id], counted[node.id])
            for node in shown
            if counted[node.id]
        ),
        links=links,
        candidates=len(partners),
        alone=tuple(node.id for node in shown if not counted[node.id]),
        snapshot=network.snapshot,
    )


def describe_chord(chord: Chord) -> tuple[Sentence, ...]:
    """Return sentences about a diagram, the most important first; never none."""
    if not chord.arcs:
        return (
            Sentence(
                N_(
                    "No two partner countries share a work here. Choose other years, or ask for "
                    "fewer works."
                )
            ),
        )
    said = [
        Sentence(
            N_("{arcs} of {candidates} partner countries, {links} pairs that share works."),
            {
                "arcs": len(chord.arcs),
                "candidates": chord.candidates,
                "links": len(chord.links),
            },
        )
    ]
    if chord.alone:
        said.append(
            Sentence(
                N_("On no work with another of them, and left out: {count}."),
                {"count": len(chord.alone)},
            )
        )
    return tuple(said)
