"""What is to be said of a network beside its picture: what it has, what was left out, what it lacks."""

from __future__ import annotations

from cordee.kernel.messages import N_, Sentence
from cordee.observatory.figures.network_parts import Network, NodeKind


EMPTY = {
    NodeKind.COUNTRIES: N_(
        "No country is known on the {works} works of this home in this period, or none is on enough "
        "of them. Choose other years, or ask for fewer works."
    ),
    NodeKind.ORGANISATIONS: N_(
        "No organisation is linked on the {works} works of this home in this period, or none is on "
        "enough of them. Choose other years, or ask for fewer works."
    ),
    NodeKind.UNITS: N_(
        "No research unit is known on the {works} works of this home in this period, or none is on "
        "enough of them. Units are found by the numbers printed in French affiliations. Choose other "
        "years, or ask for fewer works."
    ),
    NodeKind.UNIT_PARTNERS: N_(
        "No research unit and no organisation abroad is known on the {works} works of this home in "
        "this period, or none is on enough of them. Choose other years, or ask for fewer works."
    ),
    NodeKind.THEMES: N_(
        "No theme is known on the {works} works of this home in this period, or none is on enough of "
        "them. Choose other years, or ask for fewer works."
    ),
}
KEPT = {
    NodeKind.COUNTRIES: N_(
        "{nodes} of {candidates} countries on {works} works, {links} links, {communities} communities."
    ),
    NodeKind.ORGANISATIONS: N_(
        "{nodes} of {candidates} organisations on {works} works, {links} links, {communities} "
        "communities."
    ),
    NodeKind.UNITS: N_(
        "{nodes} of {candidates} research units on {works} works, {links} links, {communities} "
        "communities."
    ),
    NodeKind.UNIT_PARTNERS: N_(
        "{nodes} of {candidates} research units and organisations abroad on {works} works, {links} "
        "links, {communities} communities."
    ),
    NodeKind.THEMES: N_(
        "{nodes} of {candidates} themes on {works} works, {links} links, {communities} communities."
    ),
}
ABOUT = {
    NodeKind.UNITS: N_(
        "A unit is on a work when its number is printed in an author's affiliation. A heavy outline "
        "marks the units of the home."
    ),
    NodeKind.UNIT_PARTNERS: N_(
        "A unit is on a work when its number is printed in an author's affiliation. Organisations "
        "abroad, drawn as rings, are tied with units and not with each other."
    ),
    NodeKind.THEMES: N_(
        "Two themes are tied when one work has both. Themes of two vocabularies are not tied: they "
        "are two ways of saying what a work is about."
    ),
}
"""What has to be known to read a network of one kind."""


def describe_network(network: Network) -> tuple[Sentence, ...]:
    """Return sentences about `network`, the most important first; never none."""
    if not network.nodes:
        return (Sentence(EMPTY[network.choice.of], {"works": network.works}), *_tell_left(network))
    said = [
        Sentence(
            KEPT[network.choice.of],
            {
                "nodes": len(network.nodes),
                "candidates": network.candidates,
                "works": network.works,
                "links": len(network.links),
                "communities": len(network.communities),
            },
        )
    ]
    if len(network.nodes) == 1:
        said.append(Sentence(N_("A single node has nobody to be linked with.")))
    elif not network.links:
        said.append(
            Sentence(N_("No two of these nodes share a work, so there are no communities."))
        )
    if network.choice.of in ABOUT:
        said.append(Sentence(ABOUT[network.choice.of]))
    return (*said, *_tell_left(network), *_tell_parts(network))


def _tell_left(network: Network) -> tuple[Sentence, ...]:
    choice, said = network.choice, []
    if network.left_below:
        said.append(
            Sentence(
                N_("Left out, on fewer than {least} works: {count}."),
                {"count": network.left_below, "least": choice.least},
            )
        )
    if network.left_beyond:
        said.append(
            Sentence(
                N_("Left out, beyond the {most} on most works: {count}."),
                {"count": network.left_beyond, "most": choice.most},
            )
        )
    if network.links_left:
        said.append(
            Sentence(
                N_("Links left out, of fewer than {least} works: {count}."),
                {"count": network.links_left, "least": choice.least_shared},
            )
        )
    return tuple(said)


def _tell_parts(network: Network) -> tuple[Sentence, ...]:
    said = []
    if network.pieces > 1:
        said.append(
            Sentence(
                N_(
                    "The network is in {pieces} parts that share no work; how far apart they are drawn "
                    "means nothing."
                ),
                {"pieces": network.pieces},
            )
        )
    if network.alone and len(network.nodes) > 1:
        said.append(Sentence(N_("Nodes without any link: {count}."), {"count": network.alone}))
    return tuple(said)
