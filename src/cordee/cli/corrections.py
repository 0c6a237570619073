"""`cordee corrections`: what people who know better say that an affiliation names."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from cordee.cli import exits
from cordee.cli.commands import Callback, Command, Group, format_option
from cordee.cli.console import Bars, Voice
from cordee.cli.questions import find_organisation
from cordee.kernel.errors import UsageError
from cordee.kernel.messages import N_


STATUSES = {
    "proposed": N_("proposed"),
    "accepted": N_("accepted"),
    "refused": N_("refused"),
}


@click.group(
    cls=Group,
    help=N_(
        "Correct what affiliations are linked to, in a file that two people have looked at.\n\n"
        "One proposes, another accepts or refuses; only accepted corrections are applied."
    ),
    examples=[
        'cordee corrections propose "Pavillon Sainte Eugénie" --kind pattern --org 01502ca60 --reason "a building of the hospital" --author "A. Martin"',
        'cordee corrections accept C001 --reviewer "B. Diallo"',
    ],
)
def corrections() -> None:
    """Hold the commands on corrections together."""


def file_option(function: Callback) -> Callback:
    """Add ``--file``, the same on each command that reads or writes corrections."""
    return click.option(
        "--file",
        "path",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="CSV",
        help=N_("The file of corrections, instead of the one in your own data folder."),
    )(function)


def show_faults(voice: Voice, faults: Sequence[Any]) -> int:
    """Show every fault of a file of corrections, with its line; return the exit code."""
    for fault in faults:
        text = fault.sentence.to_text(voice.language)
        line = voice.translate(N_("line {line}"), line=fault.sentence.values["line"])
        voice.err.print(voice.pair(f"{fault.file}, {line}", text), markup=False)
    return exits.REFERENCE if faults else exits.OK


def show_refusal(voice: Voice, error: Any) -> int:
    """Show all that is wrong with a correction or its file; what has one sentence alone is raised."""
    if not error.faults:
        raise error
    return show_faults(voice, error.faults)


@corrections.command(
    cls=Command,
    help=N_(
        "Propose that a text names certain organisations, or nobody.\n\n"
        "TEXT is a whole affiliation, or with --kind pattern words that stand one after the other in "
        "affiliations."
    ),
    examples=[
        'cordee corrections propose "Pavillon Sainte Eugénie" --kind pattern --org 01502ca60 --reason "a building of the hospital" --author "A. Martin"',
        'cordee corrections propose "Cancer Institute, Lyon" --nobody --reason "no such institute" --author "A. Martin"',
    ],
)
@click.argument("text")
@click.option(
    "--kind",
    type=click.Choice(["text", "pattern"]),
    default="text",
    show_default=True,
    help=N_("Whether TEXT is a whole affiliation or words to be found in affiliations."),
)
@click.option(
    "--org",
    "organisations",
    multiple=True,
    metavar="ROR",
    help=N_("An organisation it names, by ROR id or exact name or acronym. Repeat it."),
)
@click.option("--nobody", is_flag=True, help=N_("It names no organisation."))
@click.option("--reason", required=True, help=N_("Why, for the reviewer and for later readers."))
@click.option("--author", required=True, help=N_("Who proposes it."))
@file_option
@click.pass_obj
def propose(
    voice: Voice,
    text: str,
    kind: str,
    organisations: tuple[str, ...],
    reason: str,
    author: str,
    path: Path | None,
    *,
    nobody: bool,
) -> int:
    """Propose one correction."""
    from cordee.observatory.linking.correction_file import CorrectionsError, Kind
    from cordee.observatory.linking.correction_review import Proposal, propose_correction
    from cordee.reference.organisations import load_registry

    if nobody == bool(organisations):
        raise UsageError(
            N_("Say what it names: --org for each organisation, or --nobody alone for none.")
        )
    registry = load_registry()
    ids = tuple(find_organisation(registry, one) for one in organisations)
    proposal = Proposal(Kind(kind), text, ids, author, reason)
    try:
        made = propose_correction(path, proposal, registry, on=datetime.now(UTC).date())
    except CorrectionsError as error:
        return show_refusal(voice, error)
    voice.write(
        voice.translate(
            N_("Proposed as {id}. It is applied once a colleague has accepted it."), id=made.id
        )
    )
    return exits.OK


DECISIONS = (
    (
        "accept",
        "accepted",
        N_("Accept a correction, so that it is applied when lakes are linked again."),
        N_("{id} is accepted. Link your lakes again: `cordee link --lake DIR`."),
    ),
    (
        "refuse",
        "refused",
        N_("Refuse a correction; it stays in the file and is not applied."),
        N_("{id} is refused and stays in the file."),
    ),
)
"""The commands that decide: name, the status given, help, and what is told afterwards."""


def add_decision(name: str, status: str, help_: str, told: str) -> None:
    """Add a command that decides on one correction."""

    @corrections.command(
        name,
        cls=Command,
        help=help_,
        examples=[f'cordee corrections {name} C001 --reviewer "B. Diallo"'],
    )
    @click.argument("id_", metavar="ID")
    @click.option(
        "--reviewer", required=True, help=N_("Who decides; never the author of the proposal.")
    )
    @file_option
    @click.pass_obj
    def decide(voice: Voice, id_: str, reviewer: str, path: Path | None) -> int:
        """Write the decision and tell what was decided."""
        from cordee.observatory.linking.correction_file import CorrectionsError, Status
        from cordee.observatory.linking.correction_review import decide_correction
        from cordee.reference.organisations import load_registry

        today, registry = datetime.now(UTC).date(), load_registry()
        try:
            decided = decide_correction(
                path, id_, Status(status), registry, reviewer=reviewer, on=today
            )
        except CorrectionsError as error:
            return show_refusal(voice, error)
        voice.write(voice.translate(told, id=decided.id))
        return exits.OK


for decision in DECISIONS:
    add_decision(*decision)


@corrections.command(
    "list",
    cls=Command,
    help=N_("List the corrections: what each says, by whom, and where it stands."),
    examples=["cordee corrections list --status proposed"],
)
@click.option(
    "--status", type=click.Choice(list(STATUSES)), help=N_("Only those that stand there.")
)
@file_option
@click.pass_obj
def list_corrections(voice: Voice, status: str | None, path: Path | None) -> int:
    """Show a table of corrections, then what is wrong with lines that cannot be read."""
    from cordee.observatory.linking.correction_file import read_corrections
    from cordee.reference.organisations import load_registry

    file = read_corrections(path)
    found = [one for one in file.corrections if status is None or one.status.value == status]
    known = load_registry().organisations if found else {}
    if not found:
        voice.write(voice.translate(N_("There is no correction in {file}."), file=file.path))
        return show_faults(voice, file.faults)
    headers = (N_("text"), N_("organisations"), N_("author"), N_("reason"), N_("status"))
    rows = []
    for one in found:
        names = [known[id_].name if id_ in known else id_ for id_ in one.organisations]
        named = "; ".join(names) or voice.translate(N_("nobody"))
        told = voice.translate(STATUSES[one.status.value])
        who = f"{one.author}, {voice.day(one.proposal_date)}"
        reviewed = (
            voice.pair(told, f"{one.reviewer}, {voice.day(one.review_date)}")
            if one.review_date
            else told
        )
        rows.append((one.id, one.kind.value, one.text, named, who, one.reason, reviewed))
    columns = [voice.translate(text) for text in headers]
    voice.show_table("", ["id", voice.translate(N_("kind")), *columns], rows)
    return show_faults(voice, file.faults)


@corrections.command(
    cls=Command,
    help=N_("Check every line of the file, against the registry and against the other lines."),
    examples=["cordee corrections check", "cordee corrections check --file ours.csv"],
)
@file_option
@click.pass_obj
def check(voice: Voice, path: Path | None) -> int:
    """Check a file; the exit code is 7 when anything is wrong."""
    from cordee.observatory.linking.correction_checks import check_corrections
    from cordee.observatory.linking.correction_file import read_corrections
    from cordee.reference.organisations import load_registry

    file = read_corrections(path)
    code = show_faults(voice, check_corrections(file, load_registry()))
    if code == exits.OK:
        voice.write(
            voice.translate(
                N_("{file}: {count} corrections, nothing wrong."),
                file=file.path,
                count=voice.number(len(file.corrections)),
            )
        )
    return code


@corrections.command(
    cls=Command,
    help=N_("Write the corrections to standard output, to share or to keep elsewhere."),
    examples=["cordee corrections export --format json > corrections.json"],
)
@format_option("csv", "json")
@file_option
@click.pass_obj
def export(voice: Voice, form: str, path: Path | None) -> int:
    """Export all corrections of a file; lines that cannot be read are told and left out."""
    from cordee.observatory.linking.correction_file import read_corrections, to_csv, to_values

    file = read_corrections(path)
    if form == "json":
        rows = [{**to_values(one), "organisations": one.organisations} for one in file.corrections]
        voice.write(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        voice.write(to_csv(file.corrections))
    return show_faults(voice, file.faults)


@corrections.command(
    cls=Command,
    help=N_(
        "Measure accepted corrections on labelled texts: the scores with them and without.\n\n"
        'The file has one JSON object a line, with "affiliation" and "ror_ids".'
    ),
    examples=["cordee corrections evaluate --gold labelled.jsonl"],
)
@click.option(
    "--gold",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=N_("The labelled texts, as JSON lines."),
)
@format_option("table", "json")
@file_option
@click.pass_obj
def evaluate(voice: Voice, gold: Path, form: str, path: Path | None) -> None:
    """Measure what corrections change."""
    import dataclasses

    from cordee.observatory.linking.correction_gain import measure_gain, read_labelled
    from cordee.observatory.linking.corrections import Corrections
    from cordee.observatory.linking.linker import Linker
    from cordee.reference.organisations import load_registry

    labelled = read_labelled(gold)
    registry = load_registry()
    accepted = Corrections.load(path, registry)
    with Bars(voice) as bars:
        linker = Linker.load(registry, progress=bars)
        gain = measure_gain(
            labelled,
            accepted,
            link=linker.link_one,
            country_of=lambda id_: registry.organisations[id_].country,
            progress=bars,
        )
    if form == "json":
        measured = ("texts", "exact", "precision", "recall", "f1")
        told = dataclasses.asdict(gain)
        for side in ("without", "with_corrections"):
            told[side] = {name: round(told[side][name], 6) for name in measured}
        voice.write(json.dumps(told, indent=2))
        return
    show_gain(voice, gain, len(accepted))


def show_gain(voice: Voice, gain: Any, count: int) -> None:
    """Show both sets of scores, one under the other, and how many texts changed."""
    headers = (N_("texts"), N_("exact"), N_("precision"), N_("recall"))
    rows = [
        (
            voice.translate(label),
            voice.number(scores.texts),
            *(
                voice.percent(value)
                for value in (scores.exact, scores.precision, scores.recall, scores.f1)
            ),
        )
        for label, scores in (
            (N_("without corrections"), gain.without),
            (N_("with corrections"), gain.with_corrections),
        )
    ]
    voice.show_table("", ["", *(voice.translate(text) for text in headers), "F1"], rows)
    voice.write(
        voice.translate(
            N_(
                "{count} accepted corrections spoke of {concerned} texts: {mended} are now right, "
                "{broken} were right before."
            ),
            count=voice.number(count),
            concerned=voice.number(gain.concerned),
            mended=voice.number(gain.mended),
            broken=voice.number(gain.broken),
        )
    )
