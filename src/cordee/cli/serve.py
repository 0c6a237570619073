"""`cordee serve`: the pages, from one process on this machine."""

from __future__ import annotations

import os
import socket
import sys
from ipaddress import ip_address
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
from cordee.kernel.messages import N_


# Requests run in threads of one process: DuckDB is the one that uses both cores, and more threads
# than this only queue for it.
THREADS = 4


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
    if is_demonstration or os.environ.get("CORDEE_DEMONSTRATION", "").strip():
        check_is_this_machine(host)
    check_port_is_free(host, port)
    environment = {
        **make_environment(voice, state),
        "CORDEE_LAKE": str(lake_path.resolve()),
        "CORDEE_ADDRESS": os.environ.get("CORDEE_ADDRESS", f"http://{host}:{port}"),
        "CORDEE_ALLOWED_HOSTS": os.environ.get(
            "CORDEE_ALLOWED_HOSTS", f"{host},localhost,127.0.0.1"
        ),
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
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host]
    command += ["--port", str(port), "--workers", "1", "--blocking-threads", str(THREADS)]
    command += ["--log-level", "warning", "cordee.web.wsgi:application"]
    voice.say(
        N_("Cordée is open at http://{host}:{port}/ — Ctrl+C stops it."), host=host, port=port
    )
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(sys.executable, command, environment)  # noqa: S606 -- our own interpreter and fixed words


def check_is_this_machine(host: str) -> None:
    """Raise `UsageError` unless an address to listen on is this machine's own and no other's.

    The demonstration's accounts do without a second factor, so nobody else may reach them.
    """
    try:
        is_own = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        is_own = False
    if not is_own:
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
