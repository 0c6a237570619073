"""Fetch the files of other people that the pages serve, at pinned versions, with their licences.

Run it after changing a version below::

    python tools/vendor.py

It needs npm (only here: a user of Cordée needs no Node) and network access. Each archive must
have the checksum written here, so that a changed archive is refused instead of shipped.
"""

from __future__ import annotations

import base64
import hashlib
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path


ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "src/cordee/web/static/vendor"
TESTS_ONLY = ROOT / "tests/functional/vendor"

MIT = """\
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or
substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT
OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


@dataclass(frozen=True)
class Package:
    """One outside package: which files of it we serve, and under which terms."""

    name: str
    version: str
    licence: str
    home: str
    why: str
    checksum: str  # SHA-512 of the archive, base64
    files: dict[str, str]  # path in the archive -> name here
    destination: Path
    licence_text: str = ""  # only for a package whose archive lacks its licence file


PACKAGES = (
    Package(
        name="@tabler/core",
        version="1.6.1",
        licence="MIT",
        home="https://tabler.io",
        why="the ground of the style sheet (Bootstrap 5): grid, cards, forms, tables",
        checksum="lgmR9gcxRp5JlLxcmRi9Rz85JrEvH6Bz71KnlcPVSa97wtwQNjgSs3g3fxwbAlulHyRMghhIV04QUuW3pqDsIg==",
        files={"dist/css/tabler.min.css": "tabler.min.css"},
        destination=SHIPPED / "tabler",
        licence_text="Copyright 2018-2026 The Tabler Authors\n"
        "Copyright 2018-2026 codecalm.net Paweł Kuna\n\n" + MIT,
    ),
    Package(
        name="htmx.org",
        version="2.0.11",
        licence="0BSD",
        home="https://htmx.org",
        why="replaces a part of a page without a script of our own",
        checksum="Thx/WtpeOQqSrqBCw/A1cwGJGg4UrVa3+sW0GmrM3p4gJgO89ecH4qtbnyzDDWFvBTqjnIMCgELTNt636dtamA==",
        files={"dist/htmx.min.js": "htmx.min.js", "LICENSE": "LICENSE"},
        destination=SHIPPED / "htmx",
    ),
    Package(
        name="echarts",
        version="6.1.0",
        licence="Apache-2.0",
        home="https://echarts.apache.org",
        why="the map and the charts",
        checksum="q0yaFPggC9FUdsWH4blavRWFmxdrIodbkoKNAjJudAI6CA9gNPxHtV2RcZNEepZVlk4yvBYkOkbk6HIVpIyHZA==",
        files={
            "dist/echarts.min.js": "echarts.min.js",
            "LICENSE": "LICENSE",
            "NOTICE": "NOTICE",
            "licenses/LICENSE-d3": "LICENSE-d3",
        },
        destination=SHIPPED / "echarts",
    ),
    Package(
        name="axe-core",
        version="4.14.1",
        licence="MPL-2.0",
        home="https://www.deque.com/axe",
        why="checks the accessibility of each page; used by tests, never served",
        checksum="FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
        files={"axe.min.js": "axe.min.js", "LICENSE": "LICENSE"},
        destination=TESTS_ONLY / "axe",
    ),
)


def fetch_archive(package: Package, folder: Path) -> Path:
    """Return the archive of `package`, whose checksum is the one pinned above."""
    subprocess.run(  # noqa: S603 -- the arguments are the constants of this file
        ["npm", "pack", "--silent", f"{package.name}@{package.version}"],  # noqa: S607
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    name = package.name.removeprefix("@").replace("/", "-")
    archive = folder / f"{name}-{package.version}.tgz"
    checksum = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if checksum != package.checksum:
        sys.exit(f"{archive.name} has checksum {checksum}, not {package.checksum}: refused.")
    return archive


def unpack(package: Package, archive: Path) -> None:
    """Write the files of `package` that we serve, without references to maps we do not ship."""
    package.destination.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as opened:
        for inside, here in package.files.items():
            member = opened.extractfile(f"package/{inside}")
            if member is None:
                sys.exit(f"{archive.name} has no file {inside}.")
            data = member.read()
            if here.endswith((".css", ".js")):
                lines = data.splitlines(keepends=True)
                data = b"".join(line for line in lines if b"sourceMappingURL=" not in line[:40])
            (package.destination / here).write_bytes(data)
    if package.licence_text:
        (package.destination / "LICENSE").write_text(package.licence_text, encoding="utf-8")


def write_licence_list(folder: Path) -> None:
    """Write beside the vendored files what they are and under which terms they come."""
    lines = [
        "# Files of other people\n",
        "Written by `tools/vendor.py`; change the versions there.\n",
        "| package | version | licence | what for | home |",
        "| --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {package.name} | {package.version} | [{package.licence}]"
        f"({package.destination.name}/LICENSE) | {package.why} | <{package.home}> |"
        for package in PACKAGES
        if package.destination.parent == folder
    ]
    (folder / "LICENCES.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Fetch, check and write each package, then the licence lists."""
    for package in PACKAGES:
        with tempfile.TemporaryDirectory() as folder:
            unpack(package, fetch_archive(package, Path(folder)))
        print(f"{package.name} {package.version}: {package.destination.relative_to(ROOT)}")
    for folder in (SHIPPED, TESTS_ONLY):
        write_licence_list(folder)


if __name__ == "__main__":
    main()
