"""`cordee explain`: which organisations an affiliation names, and why."""

from __future__ import annotations

import dataclasses
import json

import click

from cordee.cli.commands import Command, format_option
from cordee.cli.console import Bars, Voice
from cordee.kernel.messages import N_


COUNTRY_BASES = {
    "organisation": N_("from the organisations found"),
    "text": N_("read in the text"),
}


@click.command(
    cls=Command,
    help=N_("Show which organisations and countries an affiliation names, and why."),
    examples=['cordee explain "Inserm U830, Institut Curie, PSL, 26 rue d\'Ulm, 75005 Paris"'],
)
@click.argument("affiliation", nargs=-1, required=True)
@format_option("table", "json")
@click.pass_obj
def explain(voice: Voice, affiliation: tuple[str, ...], form: str) -> None:
    """Explain one affiliation; several arguments are one text, as an unquoted paste would be."""
    from cordee.observatory.linking.linker import Linker
    from cordee.reference.countries import name_of

    with Bars(voice) as bars:
        linker = Linker.load(progress=bars)
    found = linker.explain(" ".join(affiliation))
    if form == "json":
        voice.write(json.dumps(dataclasses.asdict(found), ensure_ascii=False, indent=2))
        return
    for title, candidates in (
        (N_("Organisations named"), found.accepted),
        (N_("Considered and left"), found.refused),
    ):
        if not candidates:
            continue
        voice.show_table(
            voice.translate(title),
            [
                voice.translate(N_("in the text")),
                "ROR",
                voice.translate(N_("organisation")),
                voice.translate(N_("country")),
                voice.translate(N_("score")),
                voice.translate(N_("why")),
            ],
            [
                (
                    one.written,
                    one.organisation,
                    one.name,
                    one.country or "",
                    f"{one.score:.2f}",
                    voice.translate(one.sentence),
                )
                for one in candidates
            ],
        )
    if not found.accepted:
        voice.write(voice.translate(N_("No organisation of the registry is named in this text.")))
    if found.countries:
        names = ", ".join(name_of(code, voice.language) for code in found.countries)
        basis = voice.translate(COUNTRY_BASES[found.country_basis])
        voice.write(voice.translate(N_("Countries: {names} ({basis})."), names=names, basis=basis))
    else:
        voice.write(voice.translate(N_("No country is known for this text.")))
    voice.write(voice.translate(N_("Linker {version}."), version=linker.version))
