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
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Server:
    """A server that runs: the address of its database, and where it keeps it."""

    address: str
    binaries: Path
    data: Path
    user: str | None
    options: str

    def control(self, *words: str) -> None:
        """Start or stop it by PostgreSQL's own program, and wait until that is done."""
        program = [f"{self.binaries}/pg_ctl", "-D", str(self.data), "-w", *words]
        subprocess.run(program, check=True, user=self.user, cwd="/", stdout=subprocess.DEVNULL)  # noqa: S603 -- fixed words

    def start(self) -> None:
        """Start it."""
        self.control("-o", self.options, "-l", str(self.data.parent / "log"), "start")

    def stop(self) -> None:
        """Stop it at once, as a power cut does."""
        self.control("-m", "immediate", "stop")


@contextmanager
def running() -> Iterator[Server | None]:
    """Run a server of one's own, in a folder that is gone afterwards; None where it is not installed."""
    binaries = find_binaries()
    if binaries is None:
        yield None
        return
    # The server refuses to run as root; Debian's package brings a user for it.
    user = "postgres" if os.getuid() == 0 else None
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), find_port()
        if user:
            os.chown(folder, getpwnam(user).pw_uid, getpwnam(user).pw_gid)
        data = folder / "data"
        make = [f"{binaries}/initdb", "-D", str(data), "-U", "cordee", "-A", "trust", "-E", "UTF8"]
        subprocess.run(  # noqa: S603 -- fixed words
            [*make, "--no-sync"], check=True, user=user, cwd="/", stdout=subprocess.DEVNULL
        )
        # Nothing of it outlives the run, so nothing waits for the disk.
        options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off -c full_page_writes=off -c max_connections=60"
        address = f"postgresql://cordee@127.0.0.1:{port}/postgres"
        server = Server(address, binaries, data, user, options)
        server.start()
        try:
            yield server
        finally:
            if (data / "postmaster.pid").exists():
                server.stop()


def main(command: list[str]) -> int:
    """Start the server, run `command`, stop the server; return the command's exit code."""
    with running() as server:
        if server is None:
            print("PostgreSQL is not installed here: not run on it:", *command)
            return 0
        environment = {**os.environ, "CORDEE_DATABASE": server.address}
        return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 -- what the caller asks


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
