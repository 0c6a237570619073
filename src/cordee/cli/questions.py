"""What makes a question on the command line: home, period, counting, and who counts as a partner."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cordee.cli.commands import Callback
from cordee.kernel.errors import NotFoundError, UsageError
from cordee.kernel.identifiers import parse_ror
from cordee.kernel.messages import N_


organisations_option = click.option(
    "--org",
    "organisations",
    multiple=True,
    required=True,
    metavar="ROR",
    help=N_("An organisation, by ROR id or exact name or acronym. Repeat it for a group."),
)
years_option = click.option(
    "--years",
    default="",
    metavar="A-B",
    help=N_("The period, such as 2019-2021. All years when left out."),
)
counting_option = click.option(
    "--counting",
    type=click.Choice(["full", "fractional"]),
    default="full",
    show_default=True,
    help=N_("Which counting ranks partners; both are always given."),
)
parts_option = click.option(
    "--with-parts", is_flag=True, help=N_("Count the organisations under it in ROR too.")
)
own_option = click.option(
    "--own-as-partners",
    is_flag=True,
    help=N_("Count organisations above or below the home, and co-tutelles, as partners."),
)
fold_option = click.option(
    "--fold",
    "folded",
    multiple=True,
    metavar="CODE",
    help=N_("Count HK, MO or TW with China, XK with Serbia. Repeat it for several."),
)
zone_option = click.option(
    "--zone",
    type=click.Choice(["EU", "EA", "EEA", "EUROPE"], case_sensitive=False),
    default="EU",
    show_default=True,
    help=N_("The zone to judge partners by, at the year of publication."),
)
within_option = click.option(
    "--within",
    default="",
    metavar="SELECTION",
    help=N_(
        "Only works of a selection, such as country:GB, or usual to leave hyper-authored ones out."
    ),
)


def question_options(function: Callback) -> Callback:
    """Add what makes a question: home, period, counting, parts, zone, settings."""
    options = (
        organisations_option,
        years_option,
        counting_option,
        parts_option,
        zone_option,
        own_option,
        fold_option,
        within_option,
    )
    for option in reversed(options):
        function = option(function)
    return function


def open_observatory(lake_path: Path) -> Any:
    """Return the observatory over a lake that has been linked."""
    from cordee.observatory.figures.compute import Observatory
    from cordee.observatory.lake.store import open_lake
    from cordee.reference.organisations import load_registry

    return Observatory(open_lake(lake_path), load_registry())


def make_question(
    observatory: Any,
    organisations: tuple[str, ...],
    settings: dict[str, Any],
) -> Any:
    """Return the question the options ask; a name is looked up in the registry."""
    from cordee.observatory.figures.question import Question

    return Question.from_text(
        [find_organisation(observatory.registry, text) for text in organisations], **settings
    )


def find_organisation(registry: Any, text: str) -> str:
    """Return the ROR id `text` is, or of the one organisation it is the name of.

    Raises `UsageError` with the likely ones when several or none have exactly that name.
    """
    if parse_ror(text):
        return text
    found = registry.search(text, limit=5)
    exact = [one for one in found if one.matched_name.casefold() == text.strip().casefold()]
    if len(exact) == 1:
        return str(exact[0].organisation.id)
    if not found:
        raise NotFoundError(
            N_("No organisation is called “{text}”. Try fewer words, or its acronym."), text=text
        )
    likely = "; ".join(
        f"{one.organisation.id} {one.organisation.name} ({one.organisation.country or '?'})"
        for one in found
    )
    raise UsageError(
        N_("“{text}” may mean several organisations. Name one by its ROR id: {likely}."),
        text=text,
        likely=likely,
    )
