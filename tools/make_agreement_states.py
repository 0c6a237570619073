"""Write docs/reference/agreements.md from the tables of agreements, so that page and code say the same."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import django


ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "reference" / "agreements.md"


def make() -> str:
    """Return the whole page. The tables' words are translated, so Django must be ready."""
    from django.utils.translation import override  # noqa: PLC0415 -- after Django is ready

    from cordee.agreements import life, states  # noqa: PLC0415 -- after Django is ready
    from cordee.agreements.word.fields import list_fields  # noqa: PLC0415 -- after Django is ready

    with override("en"):
        lines = [
            "# Agreements",
            "",
            "Written by `python tools/make_agreement_states.py` from the tables of the code.",
            "",
            "## The life of an agreement",
            "",
            "```mermaid",
            life.draw_moves().rstrip(),
            "```",
            "",
            "| move | from | to | reason |",
            "| --- | --- | --- | --- |",
        ]
        for move in life.MOVES:
            sources = ", ".join(
                str(life.STAGE_NAMES[one]) for one in life.Stage if one in move.sources
            )
            reason = "must be given" if move.needs_reason else ""
            target = life.STAGE_NAMES[move.target]
            lines += [f"| {move.label} | {sources} | {target} | {reason} |"]
        lines += [
            "",
            "A move to signature waits for every opinion that stops it; none comes into force before",
            "each party has signed. Tacit renewal is computed from the text on the day asked about, and",
            "never stored. *Renewed* and *amended* are stages in force: what was agreed then is among the",
            "amendments. The end of an agreement is not the end of projects made under it.",
            "",
        ]
        lines += describe("Kinds", states.KIND_NAMES.values())
        lines += describe("Roles of parties", states.PARTY_ROLE_NAMES.values())
        lines += describe("Opinions before signature", states.GATE_NAMES.values())
        lines += describe("Clauses read for", states.CLAUSE_NAMES.values())
        lines += ["## What an agreement permits", ""]
        lines += [
            "One party lets another do something with what belongs to it; each direction is its own",
            "permit, and reaches the parts of both, never the organisations above them.",
            "",
            "| permit | the other may |",
            "| --- | --- |",
        ]
        lines += [f"| `{one.value}` | {text} |" for one, text in states.PERMITTED_NAMES.items()]
        lines += ["", "## Fields of Word templates", ""]
        lines += [
            "`name[].part` is a part of each item of a list, over which a template loops; `is_draft`,",
            "`is_binding`, `replaces` and `applies` are conditions. What the record does not say is empty.",
            "",
        ]
        lines += [f"* `{one}`" for one in list_fields()]
    return "\n".join(lines) + "\n"


def describe(title: str, names: Iterable[object]) -> list[str]:
    """Return a section that lists words."""
    return [f"## {title}", "", *(f"* {name}" for name in names), ""]


def is_stale() -> bool:
    """Say whether the page is not what the tables make."""
    return not TARGET.exists() or TARGET.read_text(encoding="utf-8") != make()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cordee.web.settings")
    django.setup()
    TARGET.write_text(make(), encoding="utf-8")
    sys.stdout.write(f"{TARGET.relative_to(ROOT)}\n")
