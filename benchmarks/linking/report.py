"""The tables in Markdown: one a set, then one for the machine."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.linking import targets
from benchmarks.linking.machine import Load, Speed
from benchmarks.linking.quality import Measured
from benchmarks.linking.targets import Published


_HEAD = (
    "| system | texts | exact | P | R | F1 | candidates | country | country where found | strings/s "
    "| origin |\n"
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |"
)
_NONE = "–"


def present_set(name: str, groups: list[list[Measured]]) -> str:
    """Return the table of one set.

    `groups` begin with ours on all rows (balanced, then precise); each further one is a peer on a
    sample, then ours on the same sample.
    """
    balanced = groups[0][0]
    lines = [f"### {name}\n", _HEAD]
    for group in groups:
        lines += [_present_measured(one) for one in group]
    lines += _present_targets(name, groups[0])
    lines += [_present_published(one) for one in targets.PUBLISHED.get(name, ())]
    if name in targets.OTHER_METRICS:
        lines.append(f"\n{targets.OTHER_METRICS[name]}")
    texts = balanced.scores
    lines.append(
        f"\nCountries are judged on {texts.country_texts} texts, where an organisation was found on "
        f"{texts.country_found_texts}.\n"
    )
    return "\n".join(lines)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _present_measured(one: Measured) -> str:
    scores = one.scores
    shares = [scores.exact, scores.precision, scores.recall, scores.f1]
    figures = [f"{100 * share:.1f}" for share in shares]
    further = [scores.candidate_recall, scores.country_accuracy, scores.country_where_found]
    figures += [_NONE if one.hidden else f"{100 * share:.1f}" for share in further]
    speed = _NONE if one.strings_per_second is None else f"{one.strings_per_second:,.0f}"
    return _row([one.system, f"{scores.texts:,}", *figures, speed, one.origin])


def _present_published(one: Published) -> str:
    figures = [_NONE if x is None else f"{x:.1f}" for x in (one.exact, one.precision, None, one.f1)]
    speed = one.strings_per_second or _NONE
    return _row([one.system, _NONE, *figures, _NONE, _NONE, _NONE, speed, one.origin])


def judge(reached: float, target: float, *, at_most: bool = False) -> str:
    """Return a target with its verdict; what is shown as equal is met.

    >>> judge(85.04, 85.0), judge(84.9, 85.0), judge(2.4, 2.0, at_most=True)
    ('85.0 met', '85.0 missed', '2.0 missed')
    """
    reached = round(reached, 1)
    met = reached <= target if at_most else reached >= target
    return f"{target:.1f} {'met' if met else 'missed'}"


def _present_targets(name: str, ours: list[Measured]) -> list[str]:
    lines = []
    target = targets.TARGETS.get(name)
    if target:
        scores = ours[0].scores
        lines.append(
            _row([
                "target, balanced",
                _NONE,
                judge(100 * scores.exact, target.exact),
                _NONE,
                _NONE,
                judge(100 * scores.f1, target.f1),
                judge(100 * scores.candidate_recall, targets.CANDIDATE_RECALL),
                _NONE,
                judge(100 * scores.country_where_found, targets.COUNTRY_WHERE_FOUND),
                _NONE,
                "set before",
            ])
        )  # fmt: skip
    if name in targets.PRECISE_SETS:
        cells = [
            f"{x:.1f} not offered" for x in (targets.PRECISE_PRECISION, targets.PRECISE_RECALL)
        ]
        if len(ours) > 1:
            scores = ours[1].scores
            cells = [
                judge(100 * scores.precision, targets.PRECISE_PRECISION),
                judge(100 * scores.recall, targets.PRECISE_RECALL),
            ]
        blank = [_NONE] * 5
        lines.append(_row(["target, precise", _NONE, _NONE, *cells, *blank, "set before"]))
    return lines


def present_machine(load: Load, speeds: list[Speed], texts: int) -> str:
    """Return the table of time and memory."""
    ready = judge(load.ready, targets.LOAD_SECONDS, at_most=True)
    rows = [
        ("registry read, s", f"{load.registry:.2f}", _NONE),
        ("index loaded, s", f"{load.index:.2f}", _NONE),
        ("index loaded and first text linked, s", f"{load.ready:.2f}", ready),
    ]
    for one in speeds:
        rows += _list_speed(one)
    note = (
        f"\n{texts:,} distinct affiliations of a real PubMed file, texts in and tables out, the "
        "index loaded in each process before; medians of three rounds in fresh processes.\n"
    )
    head = "### Time and memory\n\n| figure | measured here | target |\n| --- | ---: | --- |"
    return "\n".join([head, *map(_row, rows), note])


def _list_speed(one: Speed) -> list[tuple[str, str, str]]:
    who = "1 process" if one.processes == 1 else f"{one.processes} processes"
    verdict = _NONE
    if one.processes == 2:
        met = one.strings_per_second >= targets.STRINGS_PER_SECOND
        verdict = f"{targets.STRINGS_PER_SECOND:,} {'met' if met else 'missed'}"
    memory = one.memory
    peak = judge(memory.peak, targets.MEGABYTES, at_most=True)
    return [
        (f"{who}: strings/s", f"{one.strings_per_second:,.0f}", verdict),
        (f"{who}: strings a CPU second", f"{one.strings_per_cpu_second:,.0f}", _NONE),
        (f"{who}: peak of the largest, MB", f"{memory.peak:,.0f}", peak),
        (f"{who}: its own memory alone (USS), MB", f"{memory.own:,.0f}", _NONE),
        (f"{who}: with its share of the shared (PSS), MB", f"{memory.proportional:,.0f}", _NONE),
    ]
