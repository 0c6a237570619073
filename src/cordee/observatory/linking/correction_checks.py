"""What a correction may not say, each with the sentence that refuses it.

Two families. What the file alone shows: an empty author or reason, a decision without a reviewer, a
reviewer who is the author, two corrections that contradict each other. And what the registry shows:
an unknown organisation, a closed one that others continue, a name that is somebody else's.
Corrections that were refused are history, and are held to the form of the file alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from cordee.kernel.faults import Fault
from cordee.kernel.messages import N_
from cordee.observatory.linking.correction_file import (
    Correction,
    CorrectionFile,
    CorrectionsError,
    Kind,
    Status,
    make_fault,
)
from cordee.observatory.linking.correction_words import fold_whole, is_general, place_words
from cordee.observatory.linking.facts import CLOSED, list_successors
from cordee.reference.folding import fold, fold_array
from cordee.reference.organisations import Organisation, Registry


SHORT_WORD = 3
"""Letters of a word that is too short to be a pattern alone: most groups of three letters are the
acronym of several organisations, and a small word of some language."""


def check_corrections(
    file: CorrectionFile, registry: Registry, *, names: bool = True
) -> tuple[Fault, ...]:
    """Return all that is wrong with `file`, in the order of its lines.

    Without `names`, corrections are not compared with the names of the registry, which takes a
    second: that is a matter for the review, and linking starts without it.
    """
    faults = list(file.faults)
    faults += _find_same_ids(file)
    for one in file.corrections:
        if one.status is not Status.REFUSED:
            faults += _check_meaning(file.path, one)
            faults += _check_organisations(file.path, one, registry)
        faults += _check_decision(file.path, one)
    living = [one for one in file.corrections if one.status is not Status.REFUSED]
    faults += _find_contradictions(file.path, living)
    faults += _find_undecided(file.path, living)
    if names:
        faults += _find_other_names(file.path, living, registry)
    return tuple(sorted(faults, key=lambda fault: int(fault.where.rpartition(" ")[2])))


def raise_faults(path: Path, faults: Sequence[Fault]) -> None:
    """Raise `CorrectionsError` with all `faults`, if there are any."""
    if faults:
        raise CorrectionsError(
            N_(
                "The corrections {file} cannot be used: {count} faults, the first on {place}: "
                "{first} `cordee corrections check` lists them all."
            ),
            faults,
            file=str(path),
            count=len(faults),
            place=faults[0].where,
            first=faults[0].sentence,
        )


def get_key(correction: Correction) -> str:
    """Return what the correction is found by; two with one key and kind speak of the same texts."""
    if correction.kind is Kind.TEXT:
        return fold_whole(correction.text)
    return " ".join(word.text for word in place_words(correction.text))


def _find_same_ids(file: CorrectionFile) -> Iterator[Fault]:
    seen: dict[str, Correction] = {}
    for one in file.corrections:
        other = seen.setdefault(one.id, one)
        if other is not one:
            yield make_fault(
                file.path,
                one.line,
                N_("The id {id} is also on line {other}. Give one of them another id."),
                id=one.id,
                other=other.line,
            )


def _check_meaning(path: Path, one: Correction) -> Iterator[Fault]:
    for name, value in (("author", one.author), ("reason", one.reason)):
        if not value.strip():
            yield make_fault(path, one.line, N_("The column {column} is empty."), column=name)
    if not get_key(one):
        yield make_fault(
            path, one.line, N_("“{text}” has no letter and no digit to be found by."), text=one.text
        )
    elif one.kind is Kind.PATTERN:
        yield from _check_words(path, one)


def _check_words(path: Path, one: Correction) -> Iterator[Fault]:
    words = get_key(one).split()
    if len(words) == 1 and len(words[0]) <= SHORT_WORD:
        yield make_fault(
            path,
            one.line,
            N_("The pattern “{text}” is one short word, found in texts of all kinds. Add a word."),
            text=one.text,
        )
    elif all(is_general(word) or word.isdigit() for word in words):
        yield make_fault(
            path,
            one.line,
            N_(
                "The pattern “{text}” is made of words that many organisations share. Add the word "
                "that only this one has, or correct the whole text."
            ),
            text=one.text,
        )


def _check_decision(path: Path, one: Correction) -> Iterator[Fault]:
    if one.status is Status.PROPOSED:
        return
    if not one.reviewer.strip() or one.review_date is None:
        yield make_fault(
            path, one.line, N_("It is decided, but the reviewer or the date of review is missing.")
        )
    elif one.review_date < one.proposal_date:
        yield make_fault(
            path, one.line, N_("It was reviewed before it was proposed. Check the dates.")
        )
    if one.reviewer.strip() and is_same_person(one.reviewer, one.author):
        yield make_fault(
            path,
            one.line,
            N_("{reviewer} is the author and cannot be the reviewer. Ask a colleague."),
            reviewer=one.reviewer,
        )


def is_same_person(one: str, other: str) -> bool:
    """Say whether two names are one person's: case, accents, punctuation and order set aside."""
    return sorted(fold(one).split()) == sorted(fold(other).split())


def _check_organisations(path: Path, one: Correction, registry: Registry) -> Iterator[Fault]:
    for id_ in one.organisations:
        known = registry.organisations.get(id_)
        if known is None:
            yield make_fault(
                path,
                one.line,
                N_(
                    "No organisation has the ROR id {id} in registry {version}. Check the id, or "
                    "bring a newer registry in with `cordee ror update FILE`."
                ),
                id=id_,
                version=registry.version,
            )
        elif known.status in CLOSED and (open_ones := list_successors(known, registry)):
            yield make_fault(
                path,
                one.line,
                N_("{name} ({id}) is closed. Name what continues it: {successors}."),
                name=known.name,
                id=id_,
                successors="; ".join(f"{other.name} ({other.id})" for other in open_ones),
            )


def _find_contradictions(path: Path, living: Iterable[Correction]) -> Iterator[Fault]:
    seen: dict[tuple[Kind, str], Correction] = {}
    for one in living:
        other = seen.setdefault((one.kind, get_key(one)), one)
        if other is one:
            continue
        text = (
            N_("It repeats {other} on line {other_line}. Keep one of them.")
            if set(other.organisations) == set(one.organisations)
            else N_(
                "It contradicts {other} on line {other_line}, which says of the same {kind} that "
                "it names {organisations}. Refuse one of them."
            )
        )
        yield make_fault(
            path,
            one.line,
            text,
            other=other.id,
            other_line=other.line,
            kind=one.kind.value,
            organisations=", ".join(other.organisations) or "–",
        )


def _find_undecided(path: Path, living: Iterable[Correction]) -> Iterator[Fault]:
    """Yield a fault for two patterns that may overlap in a text and of which neither is longer.

    The longer pattern wins where two overlap, so only patterns of as many words can be undecided;
    a third pattern that holds both, as they stand in such a text, decides.
    """
    patterns = [(one, tuple(get_key(one).split())) for one in living if one.kind is Kind.PATTERN]
    held = {words for _, words in patterns}
    beginning: defaultdict[tuple[str, ...], list[tuple[Correction, tuple[str, ...]]]]
    beginning = defaultdict(list)
    for one, words in patterns:
        for shared in range(1, len(words)):
            beginning[words[:shared]].append((one, words))
    for one, words in patterns:
        for shared in range(1, len(words)):
            for other, others in beginning[words[-shared:]]:
                # The text in which the other begins inside the one and ends after it.
                joined = words + others[shared:]
                if (
                    len(others) == len(words)
                    and set(other.organisations) != set(one.organisations)
                    and not _is_decided(joined, len(words), held)
                ):
                    yield _make_undecided(path, one, other, joined)


def _is_decided(joined: tuple[str, ...], length: int, held: set[tuple[str, ...]]) -> bool:
    # A longer pattern inside the text that touches both overlaps both, and is taken before them.
    return any(
        joined[start : start + size] in held
        for size in range(length + 1, len(joined) + 1)
        for start in range(len(joined) - size + 1)
    )


def _make_undecided(
    path: Path, first: Correction, second: Correction, joined: tuple[str, ...]
) -> Fault:
    later, earlier = (first, second) if first.line > second.line else (second, first)
    return make_fault(
        path,
        later.line,
        N_(
            "In the text “{joined}” it overlaps {other} on line {other_line}, which names other "
            "organisations, and neither is longer. Add a pattern for “{joined}”, or a word to one."
        ),
        joined=" ".join(joined),
        other=earlier.id,
        other_line=earlier.line,
    )


def _find_other_names(
    path: Path, living: Sequence[Correction], registry: Registry
) -> Iterator[Fault]:
    """Yield a fault for what the registry calls other organisations of the same country.

    A correction to nobody has no country, and may say that a name is only a word.
    """
    named = [(one, fold(one.text)) for one in living if one.organisations]
    if not named:
        return
    holders = _find_holders({name for _, name in named}, registry)
    for one, name in named:
        known = [registry.organisations.get(id_) for id_ in one.organisations]
        countries = {other.country for other in known if other and other.country}
        mine = set(one.organisations)
        others = [other for other in holders.get(name, ()) if other.country in countries]
        if others and not any(_stands_for(other, mine, registry) for other in others):
            yield make_fault(
                path,
                one.line,
                N_(
                    "The registry gives the name “{text}” to {name} ({id}) in {country}, and not "
                    "to the organisations of this correction. Add words that tell them apart."
                ),
                text=one.text,
                name=others[0].name,
                id=others[0].id,
                country=others[0].country,
            )


def _stands_for(holder: Organisation, mine: set[str], registry: Registry) -> bool:
    """Say whether `holder` is one of `mine`, or was and is continued by one of them."""
    if holder.id in mine:
        return True
    if holder.status not in CLOSED:
        return False
    return any(one.id in mine for one in list_successors(holder, registry))


def _find_holders(names: set[str], registry: Registry) -> dict[str, list[Organisation]]:
    """Return for each folded name the organisations that bear it."""
    lists = registry.table["names"].combine_chunks()
    folded = fold_array(pc.struct_field(lists.flatten(), "text"))
    wanted = pc.indices_nonzero(pc.is_in(folded, value_set=pa.array(sorted(names), folded.type)))
    rows = pc.list_parent_indices(lists).take(wanted).to_pylist()
    found: defaultdict[str, dict[str, Organisation]] = defaultdict(dict)
    for name, row in zip(folded.take(wanted).to_pylist(), rows, strict=True):
        id_ = registry.table["id"][row].as_py()
        found[name][id_] = registry.organisations[id_]
    return {name: list(holders.values()) for name, holders in found.items()}
