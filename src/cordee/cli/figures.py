"""`cordee figures` and `cordee works`: the figures of a home, and the works behind each."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from cordee.cli.commands import Command, format_option, lake_option
from cordee.cli.console import Voice
from cordee.cli.questions import make_question, open_observatory, question_options
from cordee.kernel.errors import NotFoundError
from cordee.kernel.messages import N_


TABLES = (
    "partner_countries",
    "partner_organisations",
    "own_bodies",
    "citations",
    "by_year",
    "themes",
    "figures",
    "leadership",
)
TITLES = {
    "partner_countries": N_("Partner countries"),
    "partner_organisations": N_("Partner organisations"),
    "own_bodies": N_("Own bodies and co-tutelles, not counted as partners"),
    "citations": N_("Citations, by kind of cooperation and partner country"),
    "by_year": N_("By year"),
    "themes": N_("Themes"),
}
FORMATS = ("table", "json", "csv", "md")

# The columns a terminal has room for; CSV, Markdown and JSON carry them all.
SHOWN = {
    "partner_countries": (2, 0, 1, 5, 6, 9, 10, 13),
    "partner_organisations": (5, 0, 1, 2, 8, 9, 10),
    "own_bodies": (0, 1, 4, 5, 6),
    "citations": (1, 2, 3, 4, 5, 6, 7, 8, 9),
    "by_year": (0, 1, 2, 4, 5, 6, 8, 10, 11),
    "themes": (3, 1, 2, 4, 5, 8, 9),
}

# The same with --ties: works and both ways of the share, then strength, then change.
TIES_SHOWN = {
    "partner_countries": (2, 0, 1, 5, 6, 17, 18, 19, 20, 21, 22, 23, 24),
    "partner_organisations": (5, 0, 1, 8, 9, 15, 16, 17, 18, 19, 20, 21, 22),
}

# Indices from 0 to 1 need a third digit to tell partners apart, and the affinity a second.
DIGITS = {
    "partner_countries": {18: 2, 19: 3, 20: 3},
    "partner_organisations": {16: 2, 17: 3, 18: 3},
}

SHARES = {
    "partner_countries": {6, 7, 8, 10, 13, 14, 17, 24},
    "partner_organisations": {9, 11, 15, 22},
    "own_bodies": set(),
    "citations": {9},
    "by_year": {5, 9, 11},
    "themes": {5, 9},
}
# A list of works in the terminal: year, title, journal, DOI, PMID, countries.
WORKS_SHOWN = (0, 1, 2, 4, 5, 8)


@click.command(
    cls=Command,
    help=N_(
        "Compute the figures of cooperation of an organisation or a group.\n\n"
        "JSON follows the schema published with the package; CSV and Markdown write one table."
    ),
    examples=[
        "cordee figures --org 02vjkv261 --years 2019-2021 --lake my-lake",
        "cordee figures --org Inserm --lake my-lake --format json",
        "cordee figures --org 0321g0743 --org 01cmnjq37 --with-parts --lake my-lake",
        "cordee figures --org 04t0gwh46 --lake my-lake --format csv --table partner_organisations",
        "cordee figures --org 02vjkv261 --lake my-lake --ties",
    ],
)
@question_options
@lake_option
@format_option(*FORMATS)
@click.option(
    "--table",
    "table_name",
    type=click.Choice(TABLES),
    default="partner_countries",
    show_default=True,
    help=N_("Which table to write as CSV or Markdown."),
)
@click.option(
    "--limit",
    default=15,
    show_default=True,
    type=click.IntRange(1),
    help=N_("How many rows of each table to show in the terminal."),
)
@click.option(
    "--ties",
    is_flag=True,
    help=N_(
        "Show strength and change of the ties with partners in the terminal; JSON, CSV and Markdown "
        "always hold them."
    ),
)
@click.pass_obj
def figures(
    voice: Voice,
    /,
    organisations: tuple[str, ...],
    lake_path: Path,
    form: str,
    table_name: str,
    limit: int,
    ties: bool,
    **settings: Any,
) -> None:
    """Answer one question."""
    from cordee.observatory.figures.exports import make_table, write_table

    observatory = open_observatory(lake_path)
    found = observatory.get_figures(make_question(observatory, organisations, settings))
    if form == "json":
        document = found.to_dict(voice.language)
        voice.write(json.dumps(document, ensure_ascii=False, indent=2))
    elif form == "table":
        show_figures(voice, found, limit, ties=ties)
    else:
        table = make_table(table_name, found, voice.language)
        voice.write(write_table(table, form))


def show_figures(voice: Voice, found: Any, limit: int, *, ties: bool) -> None:
    """Show the key figures, then the head of each table, then what to be careful of.

    `ties` shows the tables of partners alone, with strength and change.
    """
    from cordee.observatory.figures.exports import make_table

    names = ", ".join(one.name for one in found.organisations)
    voice.show_table(
        names,
        [voice.translate(text) for text in (N_("figure"), N_("works"), N_("share"), N_("of"))],
        list_key_figures(voice, found),
    )
    for name, shown in (TIES_SHOWN if ties else SHOWN).items():
        table = make_table(name, found, voice.language)
        if not table.rows and name == "citations":
            continue  # No source of the lake counts them: an empty table would ask why.
        columns = leave_unknown_out(shown, found.ties_basis) if ties else shown
        digits = DIGITS.get(name, {})
        voice.show_table(
            voice.translate(TITLES[name]),
            [table.headers[place] for place in columns],
            [
                [
                    voice.write_cell(
                        row[place], share=place in SHARES[name], digits=digits.get(place, 1)
                    )
                    for place in columns
                ]
                for row in table.rows[:limit]
            ],
        )
    if ties:
        for sentence in describe_ties(voice, found.ties_basis):
            voice.write(sentence)
    for caution in found.warnings:
        voice.write(f"• {caution.sentence.to_text(voice.language)}")


def leave_unknown_out(columns: tuple[int, ...], basis: Any) -> tuple[int, ...]:
    """Return the columns of ties without those that this period is too short for.

    The last four are the works of both halves, the change, the growth.
    """
    if basis.first_half is None:
        return columns[:-4]
    return columns if basis.has_smoothed_growth else columns[:-1]


def describe_ties(voice: Voice, basis: Any) -> Iterable[str]:
    """Yield what the ties of an answer are judged against, a sentence each."""
    yield voice.translate(
        N_(
            "A partner's works are its total in this corpus in these years, not in the world: this "
            "corpus has {covered} works with a known country and {linked} with a known organisation."
        ),
        covered=voice.number(basis.corpus_covered_works),
        linked=voice.number(basis.corpus_linked_works),
    )
    yield voice.translate(
        N_("Affinity, Salton's cosine and Jaccard's index need {least} works together."),
        least=basis.least_works,
    )
    if basis.first_half is None:
        yield voice.translate(N_("Change needs two full years; this period has fewer."))
    else:
        yield voice.translate(
            N_("Change is between {first} and {second}, full years in two equal halves."),
            first=write_span(*basis.first_half),
            second=write_span(*basis.second_half),
        )
    if not basis.has_smoothed_growth:
        yield voice.translate(
            N_("Growth of the three-year mean needs five full years; this period has fewer.")
        )


def write_span(first: int, last: int) -> str:
    """Return a span of years as ``2019-2020``, or as ``2019`` when it is one year."""
    return str(first) if first == last else f"{first}-{last}"


def list_key_figures(voice: Voice, found: Any) -> Iterable[tuple[str, ...]]:
    """Yield a row a key figure: what, works, share with its interval, denominator."""
    yield voice.translate(N_("works")), voice.number(found.works), "", ""
    for label, share in (
        (N_("covered (a country is known)"), found.coverage),
        (N_("international"), found.international),
        (N_("with the European Union"), found.eu),
        (N_("domestic"), found.domestic),
        (N_("with industry"), found.industry),
    ):
        interval = (
            f"{voice.percent(share.value)} ({voice.percent(share.low)} – {voice.percent(share.high)})"
            if share.value is not None
            else "–"
        )
        yield voice.translate(label), voice.number(share.works), interval, voice.number(share.of)
    yield voice.translate(N_("partner countries")), voice.number(found.country_count), "", ""
    yield (
        voice.translate(N_("partner organisations")),
        voice.number(found.organisation_count),
        "",
        "",
    )


@click.command(
    cls=Command,
    help=N_(
        "List the works behind a figure.\n\n"
        "A selection is one or more conditions joined by commas, for example international, "
        "country:US, year:2020,organisation:013meh722, theme:mesh/C04, unknown."
    ),
    examples=[
        "cordee works --org 02vjkv261 --years 2019-2021 --behind country:US --lake my-lake",
        "cordee works --org 02vjkv261 --behind international,year:2021 --lake my-lake --format csv",
    ],
)
@question_options
@lake_option
@click.option(
    "--behind",
    default="works",
    show_default=True,
    metavar="SELECTION",
    help=N_("Which figure's works to list."),
)
@click.option("--page", default=1, show_default=True, type=click.IntRange(1), help=N_("Page."))
@click.option(
    "--size",
    default=25,
    show_default=True,
    type=click.IntRange(1, 100_000),
    help=N_("Works a page."),
)
@format_option(*FORMATS)
@click.pass_obj
def works(
    voice: Voice,
    /,
    organisations: tuple[str, ...],
    lake_path: Path,
    behind: str,
    page: int,
    size: int,
    form: str,
    **settings: Any,
) -> None:
    """List works."""
    import dataclasses

    from cordee.observatory.figures.exports import make_works_table, write_table
    from cordee.observatory.figures.selection import Selection

    observatory = open_observatory(lake_path)
    question = make_question(observatory, organisations, settings)
    found = observatory.get_works(question, Selection.from_text(behind), page, size)
    if page > found.pages:
        raise NotFoundError(
            N_("This list ends at page {last}; page {page} is beyond it."),
            last=found.pages,
            page=page,
        )
    if form == "json":
        voice.write(json.dumps(dataclasses.asdict(found), ensure_ascii=False, indent=2))
        return
    table = make_works_table(found.rows, voice.language)
    if form != "table":
        voice.write(write_table(table, form))
        return
    voice.show_table(
        "",
        [table.headers[place] for place in WORKS_SHOWN],
        [["" if row[p] is None else str(row[p]) for p in WORKS_SHOWN] for row in table.rows],
    )
    voice.write(
        voice.translate(
            N_("{total} works; page {page} of {pages}."),
            total=voice.number(found.total),
            page=found.page,
            pages=found.pages,
        )
    )
