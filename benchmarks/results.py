"""What a benchmark found, put into RESULTS.md in place of what stood there of it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path


RESULTS = Path(__file__).parent / "RESULTS.md"


def write_section(title: str, command: str, bodies: Sequence[str]) -> None:
    """Write the tables under their title, with the command and the day."""
    text = RESULTS.read_text()
    before, _, rest = text.partition(title + "\n")
    after = rest[rest.find("\n## ") :] if "\n## " in rest else ""
    day, body = datetime.now(UTC).date(), "\n\n".join(one.strip() for one in bodies)
    said = f"\n`python -m {command} --write`, on {day}, {os.cpu_count()} cores.\n\n{body}\n"
    RESULTS.write_text(f"{before.rstrip()}\n\n{title}\n{said}{after}")
