"""Run every benchmark and write RESULTS.md: what was measured, with the command that measured it."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path


HERE = Path(__file__).parent
ROOT = HERE.parent
TARGET = HERE / "RESULTS.md"
SHARED = Path(os.environ.get("CORDEE_SHARED", ROOT.parent / "shared"))
LAKE = ROOT / "demo" / "lake"

# The words of each command after `python`, as they are recorded; SHARED and LAKE become paths when
# it is run.
SCRIPTS = {
    "PubMed XML to lake": (
        "benchmarks/pubmed.py",
        "SHARED/data/publications/pubmed_nlm_samples/pubmed21n1298.xml.gz",
    ),
    "Other sources to lake": ("benchmarks/sources.py",),
    "Affiliations to organisations": ("-m", "benchmarks.linking", "--lake", "LAKE"),
    "Figures of one organisation": ("benchmarks/figures.py", "LAKE"),
    "A lake of ten million works": ("-m", "benchmarks.scale"),
    "A hundred thousand organisations brought in": ("benchmarks/directory_import.py",),
    "The ledger of a large house under load": ("-m", "benchmarks.ledger"),
    "The page": ("benchmarks/page.py", "--lake", "LAKE"),
}
HEAD = """# Results

Written by `make bench` on {day}: {cores} cores, {memory:.0f} GB, Python {python}, {system}.
Each table was made in one run of the command above it, side by side with its reference where it has
one; LAKE is the demonstration's lake, SHARED the folder of real files and gold sets.
"""


def get_memory() -> float:
    """Return the machine's memory in gigabytes."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9


def fill(word: str) -> str:
    """Return a word of a command with its paths."""
    return word.replace("SHARED", str(SHARED)).replace("LAKE", str(LAKE))


def main() -> int:
    """Run each script and gather what it prints."""
    if not SHARED.is_dir():
        sys.exit("The real files and gold sets are not here. Set CORDEE_SHARED to their folder.")
    build = [sys.executable, "-m", "cordee.cli.__main__", "demo", "--no-serve", "--lake", str(LAKE)]
    subprocess.run(build, cwd=ROOT, check=True)
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
    for title, words in SCRIPTS.items():
        print(f"{title}…", file=sys.stderr, flush=True)
        command = [sys.executable, *map(fill, words)]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
        failed |= done.returncode != 0
        body = done.stdout.strip() if done.returncode == 0 else "The script failed; see its output."
        recorded = " ".join(("python", *words))
        sections.append(f"## {title}\n\n`{recorded}`\n\n{body}\n")
    TARGET.write_text("\n".join(sections))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
