"""`cordee explain`: which organisations an affiliation names, and why."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from typing import Any

import click

from cordee.cli.commands import Command, format_option
from cordee.cli.console import Bars, Voice
from cordee.kernel.messages import N_


@click.command(
    cls=Command,
    help=N_(
        "Show which organisations and countries an affiliation names, and why.\n\n"
        "Each comes with what speaks for it (+) and against it (−), and with the smallest change of "
        "the text that would turn the answer."
    ),
    examples=[
        'cordee explain "Inserm U830, Institut Curie, PSL, 26 rue d\'Ulm, 75005 Paris"',
        'cordee explain --all "NIH, Islamabad, Pakistan"',
    ],
)
@click.argument("affiliation", nargs=-1, required=True)
@click.option(
    "--all",
    "all_refused",
    is_flag=True,
    help=N_("Show every candidate that was left, not the ten likeliest. JSON has them always."),
)
@format_option("table", "json")
@click.pass_obj
def explain(voice: Voice, affiliation: tuple[str, ...], form: str, *, all_refused: bool) -> None:
    """Explain one affiliation; several arguments are one text, as an unquoted paste would be."""
    from cordee.observatory.linking.alternatives import find_alternatives
    from cordee.observatory.linking.corrections import Corrections
    from cordee.observatory.linking.explain import FEW_REFUSED
    from cordee.observatory.linking.linker import Linker
    from cordee.reference.organisations import load_registry

    registry = load_registry()
    corrections = Corrections.load(None, registry)
    with Bars(voice) as bars:
        linker = Linker.load(registry, progress=bars, corrections=corrections)
    text = " ".join(affiliation)
    found = linker.explain(text)
    alternatives = find_alternatives(linker, found)
    applied = corrections.list_applied(text)
    if form == "json":
        voice.write(write_json(found, alternatives, applied))
        return
    show_candidates(voice, N_("Organisations named"), found.accepted)
    if not found.accepted:
        voice.write(voice.translate(N_("No organisation of the registry is named in this text.")))
    shown = found.refused if all_refused else found.refused[:FEW_REFUSED]
    show_candidates(voice, N_("Considered and left"), shown)
    if len(shown) < len(found.refused):
        count = voice.number(len(found.refused) - len(shown))
        voice.write(voice.translate(N_("More were left ({count}): --all shows them."), count=count))
    show_alternatives(voice, alternatives, linker.organisations)
    show_corrections(voice, applied)
    show_countries(voice, found)
    voice.write(voice.translate(N_("Linker {version}."), version=linker.version))


def write_json(found: Any, alternatives: Sequence[Any], applied: Sequence[Any]) -> str:
    """Return all that is known of one text, as JSON."""
    from cordee.observatory.linking.strength import get_strength

    told = dataclasses.asdict(found)
    for one in told["candidates"]:
        one["strength"] = get_strength(one["score"])
    told["alternatives"] = [dataclasses.asdict(one) for one in alternatives]
    told["corrections"] = [
        {
            "id": one.id,
            "author": one.author,
            "date": one.proposal_date.isoformat(),
            "reason": one.reason,
            "reviewer": one.reviewer,
        }
        for one in applied
    ]
    return json.dumps(told, ensure_ascii=False, indent=2)


def show_candidates(voice: Voice, title: str, candidates: Sequence[Any]) -> None:
    """Show a table of candidates, each with why, and what speaks for it and against it."""
    from cordee.observatory.linking.strength import get_strength

    if not candidates:
        return
    columns = [N_("in the text"), N_("organisation"), N_("score"), N_("why, for (+), against (−)")]
    rows = []
    for one in candidates:
        signs = [
            f"{'+' if each.favours else '−'} {voice.translate(each.sentence)}"
            for each in one.evidence
        ]
        place = f"{one.organisation} {one.country or ''}".strip()
        strength = voice.translate(get_strength(one.score))
        why = "\n".join([voice.translate(one.sentence), *signs])
        rows.append((one.written, f"{one.name}\n{place}", f"{one.score:.2f}\n{strength}", why))
    voice.show_table(voice.translate(title), [voice.translate(each) for each in columns], rows)


def show_alternatives(
    voice: Voice, alternatives: Sequence[Any], organisations: Mapping[str, Any]
) -> None:
    """Show the smallest change that would turn the answer for each organisation."""
    if not alternatives:
        return
    columns = [voice.translate(each) for each in (N_("organisation"), N_("change"), N_("text"))]
    rows = [
        (
            f"{organisations[one.organisation].name}\n{one.organisation}",
            voice.translate(one.sentence),
            one.text,
        )
        for one in alternatives
    ]
    voice.show_table(voice.translate(N_("What would change the answer")), columns, rows)


def show_corrections(voice: Voice, applied: Sequence[Any]) -> None:
    """Say which reviewed corrections decided the answer."""
    from cordee.kernel.messages import write_date

    for one in applied:
        voice.write(
            voice.translate(
                N_("Correction {id}, proposed by {author} on {date}, decided: {reason}"),
                id=one.id,
                author=one.author,
                date=write_date(one.proposal_date, voice.language),
                reason=one.reason,
            )
        )


def show_countries(voice: Voice, found: Any) -> None:
    """Say which countries are known, and from what."""
    from cordee.observatory.linking.explain import COUNTRY_BASES
    from cordee.reference.countries import name_of

    if not found.countries:
        voice.write(voice.translate(N_("No country is known for this text.")))
        return
    names = ", ".join(name_of(code, voice.language) for code in found.countries)
    basis = voice.translate(COUNTRY_BASES[found.country_basis])
    voice.write(voice.translate(N_("Countries: {names} ({basis})."), names=names, basis=basis))
