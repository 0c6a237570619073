"""Run every benchmark and write RESULTS.md: what was measured, with the command that measured it."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path


HERE = Path(__file__).parent
TARGET = HERE / "RESULTS.md"
SCRIPTS = {
    "pubmed.py": "PubMed XML to lake",
    "linking.py": "Affiliations to organisations",
    "figures.py": "Figures of one organisation",
    "page.py": "The page",
}
HEAD = """# Results

Written by `make bench` on {day}: {cores} cores, {memory:.0f} GB, Python {python}, {system}.
Each table was made in one run of the command above it, side by side with its reference where it has
one. A target that was missed is reported as missed.
"""


def get_memory() -> float:
    """Return the machine's memory in gigabytes."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9


def main() -> int:
    """Run each script and gather what it prints."""
    sections = [
        HEAD.format(
            day=datetime.now(UTC).date(),
            cores=os.cpu_count(),
            memory=get_memory(),
            python=platform.python_version(),
            system=platform.system(),
        )
    ]
    failed = False
    for name, title in SCRIPTS.items():
        print(f"{name}…", file=sys.stderr, flush=True)
        done = subprocess.run(
            [sys.executable, str(HERE / name)], stdout=subprocess.PIPE, text=True, check=False
        )
        failed |= done.returncode != 0
        body = done.stdout.strip() if done.returncode == 0 else "The script failed; see its output."
        sections.append(f"## {title}\n\n`python benchmarks/{name}`\n\n{body}\n")
    TARGET.write_text("\n".join(sections))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
