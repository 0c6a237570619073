"""`cordee serve`: the pages, from one process on this machine."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import NoReturn

import click

from cordee.cli.commands import Command, address_options, lake_option
from cordee.cli.console import Voice
from cordee.cli.steward import (
    check_pages_are_installed,
    make_environment,
    run_steward,
    state_option,
)
from cordee.kernel.errors import LedgerError, UsageError
from cordee.kernel.machine import is_on, is_this_machine
from cordee.kernel.messages import N_


# Requests run in threads of one process: DuckDB is the one that uses both cores, and more threads
# than this only queue for it.
THREADS = 4

EVERY_ADDRESS = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 -- named to be told apart, not listened on
"""What listens on every address of a machine is no address that a link could name."""

# Columns of the lake are read in threads that each keep what they once had; by the system's own pool,
# and one pool for all but the first thread, a server holds a hundred megabytes less.
MEMORY = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "2",
    # Whatever is larger goes back to the system when it is given up; left alone, the threshold grows with
    # what is given up, and the columns read at the start are never given back.
    "MALLOC_MMAP_THRESHOLD_": "1048576",
    "MALLOC_TRIM_THRESHOLD_": "1048576",
}


def start_server(
    voice: Voice,
    lake_path: Path,
    state: Path,
    host: str,
    port: int,
    *,
    is_demonstration: bool = False,
) -> NoReturn:
    """Become the server of the pages over the lake, until stopped.

    `is_demonstration` lets accounts of the demonstration do without a second factor, which is refused
    where others than this machine could reach the pages.

    The web front door is started by name: the command line does not import it, so a machine without
    the web extra keeps all other commands. It takes this process's place, so that what the commands
    before it loaded leaves the memory.
    """
    from cordee.observatory.lake.store import open_lake

    check_pages_are_installed()
    open_lake(lake_path)
    if is_demonstration or is_on(os.environ.get("CORDEE_DEMONSTRATION", "")):
        check_is_this_machine(host)
    check_port_is_free(host, port)
    warn_of_letters(voice, host)
    address = make_address(host, port)
    environment = {
        **MEMORY,
        **make_environment(voice, state),
        "CORDEE_LAKE": str(lake_path.resolve()),
        "CORDEE_ADDRESS": os.environ.get("CORDEE_ADDRESS") or address,
        "CORDEE_ALLOWED_HOSTS": os.environ.get("CORDEE_ALLOWED_HOSTS")
        or f"{name_host(host)},localhost,127.0.0.1,[::1]",
    }
    if is_demonstration:
        environment |= {
            "CORDEE_DEMONSTRATION": "1",
            "CORDEE_ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        }
    if run_steward(environment, "make_ready"):
        raise LedgerError(
            N_("The ledger in {folder} cannot be served: the reason stands above."), folder=state
        )
    del environment["CORDEE_SPEAKS"]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host]
    command += ["--port", str(port), "--workers", "1", "--blocking-threads", str(THREADS)]
    command += ["--log-level", "warning", "cordee.web.wsgi:application"]
    voice.say(N_("Cordée is open at {address}/ — Ctrl+C stops it."), address=address)
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(sys.executable, command, environment)  # noqa: S606 -- our own interpreter and fixed words


def name_host(host: str) -> str:
    """Return an address to listen on as a browser of this machine writes it.

    >>> [name_host(host) for host in ("0.0.0.0", "::1", "cordee.example")]
    ['localhost', '[::1]', 'cordee.example']
    """
    if host in EVERY_ADDRESS:
        return "localhost"
    return f"[{host}]" if ":" in host else host


def make_address(host: str, port: int) -> str:
    """Return where a browser of this machine finds what listens on `host`."""
    return f"http://{name_host(host)}:{port}"


def warn_of_letters(voice: Voice, host: str) -> None:
    """Say that links of letters will lead nowhere, where letters are sent and no address is named."""
    if os.environ.get("CORDEE_MAIL_HOST") and not os.environ.get("CORDEE_ADDRESS"):
        voice.say(
            N_(
                "Letters will name {host}, where their readers may find nothing. Set CORDEE_ADDRESS to the address by which they reach these pages."
            ),
            host=name_host(host),
        )


def check_is_this_machine(host: str) -> None:
    """Raise `UsageError` unless an address to listen on is this machine's own and no other's.

    The demonstration's accounts do without a second factor, so nobody else may reach them.
    """
    if not is_this_machine(host):
        raise UsageError(
            N_(
                "The demonstration opens on this machine alone, and {host} may be reached by others. Leave --host out, or open a ledger of your own by `cordee serve`."
            ),
            host=host,
        )


def check_port_is_free(host: str, port: int) -> None:
    """Raise `UsageError` when something listens there already.

    The server would share the port with another one without a word, and each request would be
    answered by either.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UsageError(
                N_(
                    "Port {port} of {host} cannot be used ({reason}). Stop what listens there, or choose another with --port."
                ),
                port=port,
                host=host,
                reason=error.strerror,
            ) from error


@click.command(
    cls=Command,
    help=N_("Open the pages over a lake, on this machine."),
    examples=["cordee serve --lake my-lake --port 8000"],
)
@lake_option
@state_option
@address_options
@click.pass_obj
def serve(voice: Voice, lake_path: Path, state: Path, host: str, port: int) -> None:
    """Serve the pages."""
    start_server(voice, lake_path, state, host, port)
