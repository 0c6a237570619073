"""Fetch all records a wish asks for, page by page, into a folder."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from cordee.kernel.errors import RemoteError, UsageError
from cordee.kernel.files import take_lock
from cordee.kernel.messages import N_
from cordee.kernel.progress import Progress
from cordee.observatory.harvest.catalogues import Catalogue, Page, Parameters, Wish
from cordee.observatory.harvest.journal import (
    Journal,
    add_page,
    clear_pages,
    read_journal,
    sign,
    write_journal,
)
from cordee.observatory.harvest.polite import Asker, Clock, ExpiredError, Transport


FIRST_MARK = "*"
"""What all four services call the beginning."""

MARGIN = 10
"""Pages more than announced before we stop: records come in while we read, a few; a service that
never ends would fill the disk."""


@dataclass(frozen=True)
class Access:
    """How a service is reached: its address or a mirror's, a key, an address to write to, a pace."""

    base: str
    key: str | None = None
    mail: str | None = None
    per_second: float = 1.0


@dataclass(frozen=True)
class HarvestReport:
    """What was fetched in all, `resumed` records of them by an earlier run; `total` was announced."""

    folder: Path
    records: int
    total: int
    pages: int
    resumed: int


def name_folder(root: Path, catalogue: Catalogue, wish: Wish, base: str) -> Path:
    """Return the folder in which what `wish` asks for is kept; the same wish has the same folder."""
    return root / f"{catalogue.name}-{_sign_wish(catalogue, wish, base)}"


def harvest(
    catalogue: Catalogue,
    wish: Wish,
    folder: Path,
    access: Access,
    *,
    transport: Transport,
    clock: Clock,
    progress: Progress,
) -> HarvestReport:
    """Fetch what `wish` asks `catalogue` for into `folder` and return what came.

    A run that was stopped goes on after the last page it kept. One whose records were ingested
    (`mark_ingested`) begins anew. Raises `RemoteError` when the service refuses or stays silent,
    `UsageError` when another process fills the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle = take_lock(folder / ".lock")
    if handle is None:
        raise UsageError(
            N_("Another process is fetching the same records into {folder}. Wait for its end."),
            folder=str(folder),
        )
    try:
        signature = _sign_wish(catalogue, wish, access.base)
        journal = read_journal(folder, signature)
        if journal.pages == 0 or journal.ingested:
            clear_pages(folder)
            journal = Journal(signature)
        run = _Run(catalogue, folder, access, Asker(catalogue, transport, clock, access.per_second))
        resumed = journal.records
        journal = run.fetch_all(journal, _split_wish(catalogue, wish), progress)
    finally:
        os.close(handle)
    return HarvestReport(folder, journal.records, journal.total, journal.pages, resumed)


def mark_ingested(folder: Path, catalogue: Catalogue, wish: Wish, base: str) -> None:
    """Note that what `folder` holds is in the lake, so that the next harvest begins anew."""
    journal = read_journal(folder, _sign_wish(catalogue, wish, base))
    if journal.done:
        write_journal(folder, replace(journal, ingested=True))


@dataclass(frozen=True)
class _Run:
    catalogue: Catalogue
    folder: Path
    access: Access
    asker: Asker

    def fetch_all(self, journal: Journal, queries: list[Parameters], progress: Progress) -> Journal:
        begun = False
        while journal.query < len(queries):
            page, journal = self._get_page(journal, queries[journal.query])
            if journal.mark is None:
                journal = replace(journal, total=journal.before + page.total)
            if not begun:
                # Of several queries only the first has told how many there are.
                progress.start(
                    N_("Fetching records"), journal.total if len(queries) == 1 else None, ""
                )
                progress.advance(journal.records)
                begun = True
            journal = self._keep(journal, page)
            progress.advance(page.records)
        progress.finish()
        return journal if journal.done else self._note(replace(journal, done=True))

    def _get_page(self, journal: Journal, query: Parameters) -> tuple[Page, Journal]:
        try:
            return self._ask(journal, query), journal
        except ExpiredError as fault:
            if journal.mark is None:
                raise self._make_refused(fault) from None
        # Marks live for minutes with some services, and this one may be of yesterday: the query is
        # asked from its beginning. Pages kept twice are one work each in the lake.
        journal = replace(journal, mark=None)
        try:
            return self._ask(journal, query), journal
        except ExpiredError as fault:
            raise self._make_refused(fault) from None

    def _ask(self, journal: Journal, query: Parameters) -> Page:
        parameters = {**query, self.catalogue.cursor: journal.mark or FIRST_MARK}
        private = {self.catalogue.key: self.access.key, self.catalogue.mail: self.access.mail}
        parameters.update({name: value for name, value in private.items() if name and value})
        return self.asker.get_page(self.access.base, parameters)

    def _keep(self, journal: Journal, page: Page) -> Journal:
        before = journal.mark or FIRST_MARK
        if page.records:
            journal = add_page(self.folder, journal, page.content, page.records)
        self._check_end(journal)
        if not page.records or page.following in (None, "", before):
            journal = replace(journal, query=journal.query + 1, mark=None, before=journal.total)
        else:
            journal = replace(journal, mark=page.following)
        return self._note(journal)

    def _note(self, journal: Journal) -> Journal:
        write_journal(self.folder, journal)
        return journal

    def _check_end(self, journal: Journal) -> None:
        if journal.records > 2 * journal.total + MARGIN * self.catalogue.page_size:
            raise RemoteError(
                N_(
                    "{service} announced {total} records and gave {records} without coming to an end. "
                    "What was fetched is kept in {folder}."
                ),
                service=self.catalogue.title,
                total=journal.total,
                records=journal.records,
                folder=str(self.folder),
            )

    def _make_refused(self, fault: ExpiredError) -> RemoteError:
        return RemoteError(
            N_(
                "{service} does not accept the request ({reason}). Check the address and the "
                "organisations; the service may have changed."
            ),
            service=self.catalogue.title,
            reason=str(fault),
        )


def _split_wish(catalogue: Catalogue, wish: Wish) -> list[Parameters]:
    """Return one request for each group of homes."""
    homes = iter(wish.homes)
    queries = []
    while group := tuple(islice(homes, catalogue.group)):
        queries.append(catalogue.ask(replace(wish, homes=group)))
    return queries


def _sign_wish(catalogue: Catalogue, wish: Wish, base: str) -> str:
    day = wish.since.isoformat() if wish.since else ""
    homes = ",".join(home.ror for home in wish.homes)
    return sign(catalogue.name, base, homes, day, str(wish.by_update))
