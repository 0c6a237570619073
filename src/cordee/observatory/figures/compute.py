"""The observatory: questions in, figures, lists of works and evidence out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

import pyarrow as pa

from cordee.kernel.periods import Years
from cordee.observatory.figures import surroundings
from cordee.observatory.figures.answer import Figures
from cordee.observatory.figures.answering import INDICATORS, answer_question
from cordee.observatory.figures.chord import (
    ALL_COUNTRIES,
    DEFAULT_ARCS,
    Chord,
    check_arcs,
    make_chord,
)
from cordee.observatory.figures.comparison import (
    Comparison,
    Output,
    list_home_members,
    make_comparison,
    read_output,
)
from cordee.observatory.figures.declared import Declared, answer_declared
from cordee.observatory.figures.finder import answer_finder
from cordee.observatory.figures.finder_choice import FinderChoice
from cordee.observatory.figures.finder_parts import Finder
from cordee.observatory.figures.flows import FlowChoice, FlowMap, answer_flows
from cordee.observatory.figures.keeping import Answer, KeptAnswers
from cordee.observatory.figures.key import (
    MOST_PARTNERS,
    KeyFigures,
    MainPartner,
    answer_key_figures,
    list_main_partners,
)
from cordee.observatory.figures.lake_facts import LakeFacts
from cordee.observatory.figures.listing import Order, iterate_pages, list_works, read_evidence
from cordee.observatory.figures.network import answer_network
from cordee.observatory.figures.network_parts import Network, NetworkChoice
from cordee.observatory.figures.people import MOST_SHOWN, People, answer_people
from cordee.observatory.figures.projects import (
    ProjectFigures,
    ProjectsPage,
    answer_projects,
    iterate_projects,
    list_projects,
)
from cordee.observatory.figures.question import ALL_WORKS, ALL_YEARS, Question
from cordee.observatory.figures.selection import Part, Selection
from cordee.observatory.figures.shared import Groups, SharedOutput, answer_shared
from cordee.observatory.figures.sides import ComparisonQuestion
from cordee.observatory.figures.states import read_state
from cordee.observatory.figures.subjects import Subject, find_subject, search_subjects
from cordee.observatory.figures.units import (
    UnitDossier,
    UnitsPage,
    list_unit_works,
    list_units,
    read_unit,
)
from cordee.observatory.figures.warehouse import Warehouse, has_people
from cordee.observatory.figures.who import Who, answer_who
from cordee.observatory.figures.works import WorkEvidence, WorksPage
from cordee.observatory.figures.world import World, answer_world, read_world_cells
from cordee.observatory.indicators.compiling import compile_indicator
from cordee.observatory.lake.store import Lake
from cordee.reference.organisations import Registry, load_registry


class Observatory:
    """Answers questions about a lake; safe for threads, and follows the lake's new snapshots.

    `registry` is the one shipped, or the user's updated one, when none is given. An answer is kept by
    snapshot and question, so a page's parts and its exports ask once.
    """

    def __init__(self, lake: Lake, registry: Registry | None = None) -> None:
        self.lake = lake
        self.registry = load_registry() if registry is None else registry
        self._opening = threading.Lock()
        self._warehouse: Warehouse | None = None
        self._answers = KeptAnswers()

    def prepare(self) -> None:
        """Open the present snapshot and compile every indicator: a second saved to the first reader."""
        self._open()
        for indicator in INDICATORS:
            compile_indicator(indicator)

    def get_figures(self, question: Question) -> Figures:
        """Return the answer to `question`.

        Raises `NotFoundError` for an organisation or zone that is not known, `LakeError` when the
        lake cannot be read.
        """
        compute = partial(answer_question, question, registry=self.registry)
        return self._keep(("figures", question), compute)

    def get_key_figures(self, question: Question) -> KeyFigures:
        """Return the key figures of `question`: output, coverage, shares, years.

        Raises `NotFoundError` for an organisation or zone that is not known.
        """
        compute = partial(answer_key_figures, question, registry=self.registry)
        return self._keep(("key figures", question), compute)

    def list_main_partners(
        self, question: Question, most: int = MOST_PARTNERS
    ) -> tuple[MainPartner, ...]:
        """Return the partner organisations of `question` with the most works together."""
        compute = partial(list_main_partners, question, registry=self.registry, most=max(0, most))
        return self._keep(("main partners", question, most), compute)

    @property
    def facts(self) -> LakeFacts:
        """What the present snapshot holds: how many works, of which years, from which sources."""
        return self._open().facts

    def list_organisations(self) -> tuple[str, ...]:
        """Return every organisation that works of the lake name, the most works first."""
        with self._open().open_cursor() as cursor:
            rows = cursor.execute(
                "SELECT organisation FROM named_organisations ORDER BY works DESC, organisation"
            ).fetchall()
        return tuple(organisation for (organisation,) in rows)

    def get_works(
        self,
        question: Question,
        selection: Selection,
        page: int = 1,
        size: int = 25,
        order: Order = Order.LATEST,
    ) -> WorksPage:
        """Return one page of the works behind a figure: in `order`, then by title.

        `total` is the figure itself. A page past the last is empty.
        """

        def compute(warehouse: Warehouse) -> WorksPage:
            people = has_people(selection)
            with warehouse.open_home(question, self.registry, people=people) as view:
                return list_works(view, selection, max(1, page), max(1, size), order)

        return self._keep(("works", question, selection, page, size, order), compute)

    def iterate_works(
        self, question: Question, selection: Selection, size: int
    ) -> Iterator[WorksPage]:
        """Yield the whole list of `get_works`, `size` works at a time, all of one snapshot.

        Nothing is kept: memory stays flat whatever the length of the list.
        """
        people = has_people(selection)
        with self._open().open_home(question, self.registry, people=people) as view:
            yield from iterate_pages(view, selection, size)

    def get_network(self, question: Question, choice: NetworkChoice) -> Network:
        """Return the network of who, or what, is on the works of `question`.

        Raises `NotFoundError` for an organisation or zone that is not known.
        """
        compute = partial(answer_network, question, choice, registry=self.registry)
        return self._keep(("network", question, choice), compute)

    def get_chord(
        self, question: Question, most: int = DEFAULT_ARCS, least_shared: int = 1
    ) -> Chord:
        """Return which of the `most` first partner countries are on the same works of `question`.

        Two of them are tied by `least_shared` works at least. Raises `UsageError` for a number of
        countries out of bounds, `NotFoundError` for an organisation or zone that is not known.
        """
        return make_chord(self.get_network(question, ALL_COUNTRIES), check_arcs(most), least_shared)

    def get_people(self, question: Question, most: int = MOST_SHOWN) -> People:
        """Return the people on the works of `question`, at most `most` a side.

        Raises `NotFoundError` for an organisation or zone that is not known.
        """
        compute = partial(answer_people, question, registry=self.registry, most=most)
        return self._keep(("people", question, most), compute)

    def get_comparison(self, question: ComparisonQuestion) -> Comparison:
        """Return the sides of `question` compared; each side's own answer is kept as any other.

        Raises `NotFoundError` for an organisation that is not known.
        """

        def compute(_: Warehouse) -> Comparison:
            asked = [question.get_question(side) for side in question.sides]
            homes = [question.get_home_question(side) for side in question.sides]
            answers = self._get_answers(asked)
            return make_comparison(
                question,
                answers,
                [
                    (self._get_output(one), self._get_output(home))
                    for one, home in zip(asked, homes, strict=True)
                ],
                list_home_members(question, self.registry),
            )

        return self._keep(("comparison", question), compute)

    def _get_answers(self, questions: Sequence[Question]) -> list[Figures]:
        """Return the answers to several questions, all of one state of the lake."""
        answers = [self.get_figures(one) for one in questions]
        while any(one.provenance != answers[0].provenance for one in answers):
            # The lake changed between two of them; those of the former state are not kept any more.
            answers = [self.get_figures(one) for one in questions]
        return answers

    def get_work_keys(self, question: Question) -> frozenset[int]:
        """Return the keys of the works of `question`."""

        def compute(warehouse: Warehouse) -> frozenset[int]:
            with warehouse.open_home(question, self.registry) as view:
                return frozenset(row["work"] for row in view.query("SELECT work FROM home_works"))

        return self._keep(("keys", question), compute)

    def _get_output(self, question: Question) -> Output:
        return self._keep(
            ("output", question),
            lambda warehouse: read_output(question, warehouse, self.registry),
        )

    def get_who(self, question: Question, subject: Part, most: int = MOST_SHOWN) -> Who:
        """Return who of the home works with a country, organisation or city, or on a theme.

        Raises `NotFoundError` for what is not known, `UsageError` for an organisation of the home.
        """
        compute = partial(answer_who, question, subject, registry=self.registry, most=most)
        return self._keep(("who", question, subject, most), compute)

    def get_declared(self, question: Question) -> Declared:
        """Return what the home of `question` declares beside what its works show.

        Raises `NotFoundError` for an organisation or zone that is not known.
        """
        compute = partial(answer_declared, question, registry=self.registry)
        return self._keep(("declared", question), compute)

    def get_finder(self, question: Question, choice: FinderChoice) -> Finder:
        """Return the possible partners of the home of `question` that fulfil `choice`.

        Raises `NotFoundError` for an organisation or zone that is not known.
        """
        compute = partial(answer_finder, question, choice, registry=self.registry)
        return self._keep(("finder", question, choice), compute)

    def list_countries(self) -> tuple[str, ...]:
        """Return the countries of the organisations on works of the lake, by code."""
        return tuple(sorted({one.country for one in self._open().places.values() if one.country}))

    def search_subjects(self, text: str, language: str) -> tuple[Subject, ...]:
        """Return the countries, organisations, cities and themes that `text` may mean."""
        return search_subjects(text, language, self.registry, self._open().places)

    def find_subject(self, text: str, language: str) -> Part:
        """Return the one subject `text` names; `UsageError` or `NotFoundError` when not one."""
        return find_subject(text, language, self.registry, self._open().places)

    def get_surroundings(
        self, question: Question, there: Part | None = None
    ) -> surroundings.Surroundings:
        """Return the cities, units, people and first works; people `there` are of that place alone."""
        compute = partial(surroundings.answer_surroundings, question, there, registry=self.registry)
        return self._keep(("surroundings", question, there), compute)

    def get_other_side(self, question: Question, country: str) -> surroundings.OtherSide:
        """Return who publishes with `country`, in the years of `question`; `within` is left out."""
        asked = replace(question, within=ALL_WORKS)
        compute = partial(surroundings.answer_other_side, asked, country, registry=self.registry)
        return self._keep(("other side", asked, country), compute)

    def get_side_leads(self, question: Question, other: str) -> tuple[surroundings.SideLeads, ...]:
        """Return who leads the works of `question`, its home or the organisation `other`, by role."""
        ask = partial(surroundings.answer_side_leads, question, other, registry=self.registry)
        return self._keep(("side leads", question, other), ask)

    def get_gathering(self, question: Question) -> surroundings.Gathering:
        """Return what each organisation of the home brings, and its rank as one among its peers."""
        compute = partial(surroundings.answer_gathering, question, registry=self.registry)
        return self._keep(("gathering", question), compute)

    def get_flows(self, question: Question, choice: FlowChoice) -> FlowMap:
        """Return the flows from the towns of `question` to those, or the countries, of partners.

        Raises `NotFoundError` for an organisation or zone that is not known.
        """
        compute = partial(answer_flows, question, choice, registry=self.registry)
        return self._keep(("flows", question, choice), compute)

    def get_world(self, years: Years = ALL_YEARS) -> World:
        """Return the figures of the whole corpus: years, countries and pairs of countries.

        Read from prepared tables in milliseconds; else counted when first asked, which takes a
        second a million works.
        """
        return self._keep(("world", years), partial(answer_world, years))

    def get_world_cells(self, years: Years = ALL_YEARS) -> pa.Table:
        """Return the matrix country × country × year of the whole corpus as an Arrow table."""
        return read_world_cells(years, self._open())

    def get_shared_output(self, groups: Groups) -> SharedOutput:
        """Return the works that at least two of these groups of organisations signed, by year."""
        return self._keep(("shared", groups), partial(answer_shared, groups, self.registry))

    def get_work(self, work: int) -> WorkEvidence:
        """Return one work with its authors, affiliations and what was understood of them.

        Raises `NotFoundError` when the lake has no such work.
        """
        warehouse = self._open()
        with warehouse.open_cursor() as cursor:
            return read_evidence(cursor, work, warehouse.places)

    def get_units(
        self, organisations: Sequence[str] = (), limit: int = 20, years: Years = ALL_YEARS
    ) -> UnitsPage:
        """Return the research units with the most works, of some organisations when given."""

        def compute(warehouse: Warehouse) -> UnitsPage:
            with warehouse.open_cursor() as cursor:
                return list_units(cursor, organisations, limit, years)

        return self._keep(("units", tuple(organisations), limit, years), compute)

    def get_unit(self, code: str, years: Years = ALL_YEARS) -> UnitDossier:
        """Return the dossier of the unit that has `code`; `NotFoundError` when there is none."""
        with self._open().open_cursor() as cursor:
            return read_unit(cursor, code, years)

    def get_unit_works(
        self, unit: str, page: int = 1, size: int = 25, years: Years = ALL_YEARS
    ) -> WorksPage:
        """Return one page of a unit's works: the latest first, then by title."""
        with self._open().open_cursor() as cursor:
            return list_unit_works(cursor, unit, max(1, page), max(1, size), years)

    def get_projects(self, question: Question, partner: str = "") -> ProjectFigures:
        """Return the figures of a home's European projects, with one partner when given.

        `partner` is a country's code or an organisation's ROR id. Of the question the home, its parts
        and the years count: projects running in one of them.
        """
        compute = partial(answer_projects, question, partner, registry=self.registry)
        return self._keep(("projects", question, partner), compute)

    def list_projects(
        self, question: Question, partner: str = "", page: int = 1, size: int = 25
    ) -> ProjectsPage:
        """Return one page of a home's European projects, the latest start first."""
        place = (max(1, page), max(1, size))
        return self._keep(
            ("project list", question, partner, *place),
            lambda warehouse: list_projects(question, partner, *place, warehouse, self.registry),
        )

    def iterate_projects(
        self, question: Question, partner: str, size: int
    ) -> Iterator[ProjectsPage]:
        """Yield the whole list of `list_projects`, `size` at a time; nothing of it is kept."""
        yield from iterate_projects(question, partner, size, self._open(), self.registry)

    def forget(self) -> None:
        """Forget the answers kept, so that each is reckoned anew; for measuring."""
        self._answers.forget()

    def _open(self) -> Warehouse:
        present = self._warehouse
        if present is not None and present.state == read_state(self.lake):
            return present
        # One reader opens a new snapshot, which can take seconds; the others go on with the last one,
        # whose files stay, and wait only where there is none yet.
        if not self._opening.acquire(blocking=present is None) and present is not None:
            return present
        try:
            while self._warehouse is None or self._warehouse.state != read_state(self.lake):
                # If a writer commits while it opens, the loop opens once more.
                self._warehouse = Warehouse(self.lake)
                self._answers.forget()
            return self._warehouse
        finally:
            self._opening.release()

    def _keep(self, asked: object, compute: Callable[[Warehouse], Answer]) -> Answer:
        warehouse = self._open()
        return self._answers.get((warehouse.state, asked), lambda: compute(warehouse))
