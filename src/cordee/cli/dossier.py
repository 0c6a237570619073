"""`cordee dossier`: all there is to say of a country, an organisation, a theme…, as a document."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import click

from cordee.cli.commands import Command, lake_option
from cordee.cli.console import Bars, Voice
from cordee.cli.questions import (
    counting_option,
    find_organisation,
    fold_option,
    make_question,
    open_observatory,
    own_option,
    parts_option,
    within_option,
    years_option,
    zone_option,
)
from cordee.kernel.identifiers import parse_ror
from cordee.kernel.messages import LANGUAGES, N_


KINDS = ("country", "organisation", "theme", "pair", "alliance", "unit")
FORMS = ("pdf", "docx", "xlsx", "pptx", "csv", "json")
DRAWN = frozenset({"pdf", "docx", "pptx"})
"""Forms that hold drawings; the charts of a spreadsheet are its own."""
LOCAL = "http://localhost:8000"
"""Where `cordee serve` shows the pages when nothing else is asked."""
NAMED = frozenset({"organisation", "alliance"})
"""Kinds whose keys are organisations, which may be given by name."""


@click.command(
    cls=Command,
    help=N_(
        "Write the dossier of a country, organisation, theme, pair, alliance or research unit.\n\n"
        "KEY is a country code, a ROR id, a theme such as mesh/C04, the code of a unit, or several of "
        "these joined by +. A country, an organisation and a theme are seen from a home (--org)."
    ),
    examples=[
        "cordee dossier country GB --org 02vjkv261 --lake my-lake --format pdf --language fr",
        "cordee dossier theme mesh/C04 --org Inserm --years 2019-2021 --lake my-lake -o c04.docx",
        "cordee dossier alliance 0321g0743+01cmnjq37 --lake my-lake --format pptx",
        "cordee dossier pair 02vjkv261+052gg0110 --lake my-lake --format xlsx",
        "cordee dossier country GB --org Inserm --lake my-lake --base https://cordee.example.org",
    ],
)
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("key")
@click.option(
    "--org",
    "organisations",
    multiple=True,
    metavar="ROR",
    help=N_("The home that looks, by ROR id or exact name or acronym. Repeat it for a group."),
)
@years_option
@counting_option
@parts_option
@zone_option
@own_option
@fold_option
@within_option
@lake_option
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    help=N_("The form of the document. That of the file's name when left out, else pdf."),
)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    help=N_("The language of the document. That of messages when left out."),
)
@click.option(
    "--base",
    default=LOCAL,
    show_default=True,
    metavar="ADDRESS",
    help=N_("The address of the pages that links of the document lead to."),
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=N_("Where to write it. A name by its subject in this folder when left out."),
)
@click.pass_obj
def dossier(
    voice: Voice,
    /,
    kind: str,
    key: str,
    organisations: tuple[str, ...],
    lake_path: Path,
    form: str | None,
    language: str | None,
    base: str,
    output: Path | None,
    **settings: Any,
) -> None:
    """Write one dossier."""
    from cordee.kernel.files import replacing
    from cordee.observatory.dossiers.build import make_dossier
    from cordee.observatory.dossiers.charts import start_drawing
    from cordee.observatory.dossiers.documents import write_document
    from cordee.observatory.dossiers.forms import get_form
    from cordee.observatory.dossiers.phrases import check_base

    # Nonsense is told before the seconds that a dossier takes.
    check_base(base)
    form = form or choose_form(output)
    if form in DRAWN:
        # It starts while questions are asked, which takes longer.
        Thread(target=start_drawing, name="start-drawing").start()
    observatory = open_observatory(lake_path)
    subject, question = read_wish(observatory, kind, key, organisations, settings)
    today = datetime.now(UTC).astimezone().date()
    with Bars(voice) as bars:
        made = make_dossier(
            observatory, subject, question, language or voice.language, today, progress=bars
        )
        content = write_document(made, form, base, bars)
    path = output or Path(get_form(form).name_file(made))
    with replacing(path) as draft:
        draft.write_bytes(content)
    voice.say(N_("“{title}” written to {file}."), title=made.title, file=path)
    if base == LOCAL:
        voice.say(
            N_(
                "Its links lead to {base}, the pages of this machine. For readers elsewhere, give the "
                "address of your pages with --base."
            ),
            base=base,
        )


def choose_form(output: Path | None) -> str:
    """Return the form that the name of a file asks for, else PDF."""
    suffix = output.suffix.lower().removeprefix(".") if output else ""
    return suffix if suffix in FORMS else FORMS[0]


def read_wish(
    observatory: Any,
    kind: str,
    key: str,
    organisations: tuple[str, ...],
    settings: dict[str, Any],
) -> tuple[Any, Any]:
    """Return the subject and the question of a command line; names are looked up in the registry."""
    from cordee.observatory.dossiers.openings import find_home
    from cordee.observatory.dossiers.subject import read_subject

    if kind in NAMED:
        words = [word.strip() for word in key.split("+")]
        registry = observatory.registry
        key = "+".join(parse_ror(word) or find_organisation(registry, word) for word in words)
    subject = read_subject(kind, key)
    homes = tuple(find_organisation(observatory.registry, text) for text in organisations)
    looking = find_home(observatory, subject, homes)
    return subject, make_question(observatory, looking, settings) if looking else None
