"""Write docs/reference/rights.md from the table of rights, so that page and code say the same."""

from __future__ import annotations

import os
from pathlib import Path

import django
from django.utils import translation

from cordee.ledger.rights import RIGHTS, SCOPES
from cordee.ledger.states import (
    ACTION_NAMES,
    ROLE_NAMES,
    STRONG_ROLES,
    Action,
    Reach,
    Role,
)


ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "reference" / "rights.md"

MARKS = {None: "", Reach.OWN: "own", Reach.ANY: "anywhere"}


def make() -> str:
    """Return the whole page."""
    roles = list(Role)
    lines = [
        "# Rights",
        "",
        "Written by `python tools/make_rights_docs.py` from `cordee.ledger.rights`, the only place where",
        "rights are decided. What the table does not name is refused.",
        "",
        "A role is held at an organisation, from a day to a day. **own** means that organisation and all",
        "that is part of it or supervised by it on the day, never what it is part of; **anywhere** means",
        "any organisation. Who is not signed in has no role: the pages of the observatory, which show",
        "public data, are all they see. What someone may not see answers like what does not exist.",
        "",
        "Roles marked with a star count only while their holder's account has a second factor: an",
        "authenticator's code or a security key.",
        "",
        "| | "
        + " | ".join(f"{ROLE_NAMES[role]}{'*' if role in STRONG_ROLES else ''}" for role in roles)
        + " |",
        "| --- |" + " :-: |" * len(roles),
    ]
    for action in Action:
        cells = [MARKS[RIGHTS[role].get(action)] for role in roles]
        lines.append(f"| {ACTION_NAMES[action]} | " + " | ".join(cells) + " |")
    lines += [
        "",
        "## Scopes of access tokens",
        "",
        "A token does what its owner may, of what its scopes leave. No scope gives roles or configures.",
        "",
        "| scope | leaves |",
        "| --- | --- |",
    ]
    for scope, actions in SCOPES.items():
        left = ", ".join(str(ACTION_NAMES[one]) for one in Action if one in actions)
        lines.append(f"| `{scope.value}` | {left} |")
    return "\n".join(lines) + "\n"


def is_stale() -> bool:
    """Return whether the page says something else than the table."""
    with translation.override("en"):
        return TARGET.read_text("utf-8") != make()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cordee.web.settings")
    django.setup()
    with translation.override("en"):
        TARGET.write_text(make(), "utf-8")
