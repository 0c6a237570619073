"""Run a command with a PostgreSQL server of its own: ``python tools/with_postgresql.py COMMAND…``.

The server is made in a folder that is gone afterwards, listens on this machine alone, and is named to
the command by CORDEE_DATABASE. Needs PostgreSQL 13 or later (Debian package ``postgresql``); where it
is not installed the command is not run, and that is said.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from pwd import getpwnam


DEBIAN = Path("/usr/lib/postgresql")


def find_binaries() -> Path | None:
    """Return the folder of PostgreSQL's programs, the latest version's first."""
    found = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: path.parts[4], reverse=True)
    if found:
        return found[0].parent
    program = shutil.which("initdb")
    return Path(program).parent if program else None


def find_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def main(command: list[str]) -> int:
    """Start the server, run `command`, stop the server; return the command's exit code."""
    binaries = find_binaries()
    if binaries is None:
        print("PostgreSQL is not installed here: not run on it:", *command)
        return 0
    # The server refuses to run as root; Debian's package brings a user for it.
    user = "postgres" if os.getuid() == 0 else None
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), find_port()
        if user:
            os.chown(folder, getpwnam(user).pw_uid, getpwnam(user).pw_gid)
        data = folder / "data"

        def run(*words: str) -> None:
            subprocess.run(words, check=True, user=user, cwd="/", stdout=subprocess.DEVNULL)  # noqa: S603 -- fixed words

        run(
            f"{binaries}/initdb",
            "-D",
            str(data),
            "-U",
            "cordee",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
        )
        # Nothing of it outlives the run, so nothing waits for the disk.
        options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off -c full_page_writes=off -c max_connections=60"
        run(
            f"{binaries}/pg_ctl",
            "-D",
            str(data),
            "-o",
            options,
            "-l",
            str(folder / "log"),
            "-w",
            "start",
        )
        try:
            address = f"postgresql://cordee@127.0.0.1:{port}/postgres"
            environment = {**os.environ, "CORDEE_DATABASE": address}
            return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 -- what the caller asks
        finally:
            run(f"{binaries}/pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
