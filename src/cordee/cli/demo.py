"""`cordee demo`: the main job on the corpus that ships with the repository, then the pages."""

from __future__ import annotations

from pathlib import Path

import click

from cordee.cli.commands import Command, address_options, processes_option
from cordee.cli.console import Voice
from cordee.cli.ingest import read_files
from cordee.cli.link import link_affiliations
from cordee.cli.serve import check_is_this_machine, make_address, start_server
from cordee.cli.steward import (
    check_pages_are_installed,
    make_environment,
    make_state,
    run_steward,
)
from cordee.kernel.errors import LedgerError, NotFoundError
from cordee.kernel.messages import N_


CORPUS = Path("demo/pubmed21n1298-trimmed.xml.gz")

HOMES: dict[str, str] = {
    "Inserm": "02vjkv261",
    "Institut Curie": "04t0gwh46",
    "Gustave Roussy": "0321g0743",
    "Centre Léon Bérard": "01cmnjq37",
    "AP-HP": "00pg5jh14",
}


@click.command(
    cls=Command,
    help=N_(
        "Build a lake from the shipped corpus, fill a ledger with a demonstration, and open the pages.\n\n"
        "The corpus is a real PubMed file of 20,788 records (National Library of Medicine, 2021), without abstracts. The organisations of the ledger are real ones of the ROR registry; its people, agreements and facilities are invented. Its accounts are printed; they do without a second factor, so the pages answer this machine alone."
    ),
    examples=["cordee demo --lake demo/lake --port 8000"],
)
@click.option(
    "--lake",
    "lake_path",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo/lake"),
    show_default=True,
    metavar="DIR",
    help=N_("Where to build the lake."),
)
@click.option(
    "--corpus",
    type=click.Path(path_type=Path),
    default=CORPUS,
    show_default=True,
    help=N_("The publication file to read."),
)
@click.option(
    "--state",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo/state"),
    show_default=True,
    metavar="DIR",
    help=N_("Where the ledger of the demonstration is kept."),
)
@address_options
@click.option(
    "--serve/--no-serve",
    default=True,
    help=N_("Open the pages when the lake is ready, or stop there."),
)
@processes_option
@click.pass_obj
def demo(
    voice: Voice,
    lake_path: Path,
    corpus: Path,
    state: Path,
    host: str,
    port: int,
    processes: int,
    *,
    serve: bool,
) -> int:
    """Run the demonstration; a second run finds the work done and opens at once."""
    if not corpus.exists():
        raise NotFoundError(
            N_(
                "The corpus {path} is not here. Run this from the repository's folder, or name a PubMed file with --corpus."
            ),
            path=corpus,
        )
    if serve:
        check_is_this_machine(host)
    voice.say(N_("1. Reading {corpus}"), corpus=corpus.name)
    outcome = read_files(voice, (corpus,), lake_path, (), processes)
    voice.say(N_("2. Linking affiliations to organisations"))
    link_affiliations(voice, lake_path, processes)
    if serve:
        voice.say(N_("3. Filling the ledger with the demonstration"))
        fill_ledger(voice, state)
        voice.say(N_("4. Opening the pages"))
        for name, identifier in HOMES.items():
            voice.say(
                "   {name}: {address}/?org={identifier}",
                name=name,
                address=make_address(host, port),
                identifier=identifier,
            )
        start_server(voice, lake_path, state, host, port, is_demonstration=True)
    return outcome


def fill_ledger(voice: Voice, state: Path) -> None:
    """Fill the ledger in `state` with the demonstration, unless it is there, and print its accounts."""
    check_pages_are_installed()
    make_state(state)
    if run_steward(make_environment(voice, state), "fill_demonstration"):
        raise LedgerError(
            N_("The ledger in {folder} was not filled: the reason stands above."), folder=state
        )
