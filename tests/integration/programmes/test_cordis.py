from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.agreements.cast import ALICE, ALPHA, AT, BETA, BOB, ON, REA, TEAM
from tests.integration.agreements.conftest import SignIn, open_account
from tests.programmes.granting import make_grant, who

from cordee.directory.models import Organisation
from cordee.kernel.errors import RefusedError, RuleError, SourceError
from cordee.ledger.audit import find_faults
from cordee.ledger.imports import Outcome, Plan, Source
from cordee.ledger.models import Event, Import
from cordee.ledger.rights import Actor
from cordee.programmes.granting.states import ParticipantRole
from cordee.programmes.imports.reading import read_projects
from cordee.programmes.imports.write import CORDIS
from cordee.programmes.models import Participant, Project, ProjectMoney
from cordee.programmes.operations.project_people import ParticipantDraft, change_participant


PROJECTS = """\
id;acronym;status;title;startDate;endDate;totalCost;ecMaxContribution;frameworkProgramme;subCall;fundingScheme
101000001;ROPE;SIGNED;Roped together;2025-01-01;2028-12-31;900;700,50;HORIZON;HORIZON-HLTH-2024;HORIZON-RIA
101000002;PEAK;CLOSED;A grant of one;2019-01-01;2023-12-31;500;500;H2020;ERC-2018-STG;ERC-STG
101000003;SOON;SIGNED;Not yet;2027-01-01;2028-12-31;80;80;HORIZON;HORIZON-MSCA-2025-PF-01;HORIZON-TMA-MSCA-PF-EF
101000009;OTHERS;SIGNED;Without us;2025-01-01;2028-12-31;9;not money;HORIZON;X;RIA
"""
ORGANISATIONS = """\
projectID;organisationID;name;shortName;country;order;role;ecContribution;netEcContribution
101000001;900000001;ALPHA;A;FR;1;coordinator;500,25;400,25
101000001;900000002;Beta;B;DE;2;participant;200,25;200,25
101000001;900000003;Petite SAS;P;FR;3;thirdParty;100;100
101000002;900000001;Alpha;A;FR;1;coordinator;500;500
101000003;900000004;Alpha Team;T;FR;1;associatedPartner;;
101000003;900000005;Alpha;A;IT;2;coordinator;80;80
101000009;900000002;Beta;B;DE;1;coordinator;wrong;9
"""
LATER = PROJECTS.replace("Roped together", "Roped tighter").replace("700,50", "800,50")


@pytest.fixture(autouse=True)
def accounts(directory: None) -> None:
    open_account(ALICE)


def pack(projects: str = PROJECTS, organisations: str = ORGANISATIONS) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("csv/project.csv", projects)
        archive.writestr("csv/organization.csv", organisations)
        archive.writestr("csv/topics.csv", "projectID;topic;title\n101000001;X;Y\n")
        archive.writestr("information.txt", "Read me.")
    return file.getvalue()


def plan(content: bytes, by: Actor = ALICE, office: UUID = ALPHA) -> Plan:
    return CORDIS.plan(read_projects(content, "cordis.zip", office, ON), office, by=by, on=ON)


def bring_in(content: bytes, *, only_good: bool = False) -> UUID:
    table = read_projects(content, "cordis.zip", ALPHA, ON)
    source = Source("cordis.zip", "ab" * 32, {})
    made, _plan = CORDIS.bring_in(table, source, ALPHA, only_good=only_good, by=ALICE, at=AT)
    return made


@dataclass(frozen=True)
class Told:
    name: str
    organisation: UUID | None
    role: str
    amount: Decimal | None


def read(project: Project) -> list[Told]:
    rows = Participant.objects.filter(project=project).order_by("funder_number")
    return [
        Told(one.name, one.organisation, one.role, getattr(one.money.first(), "amount", None))
        for one in rows
    ]


def test_projects_of_an_office_come_in_with_roles_amounts_call_and_scheme() -> None:
    found = plan(pack())
    assert (found.fault_count, found.count(Outcome.NEW), Project.objects.count()) == (0, 3, 0)
    bring_in(pack())
    rope = Project.objects.get(grant_number="101000001")
    assert (rope.programme, rope.funder_call) == (
        "Horizon Europe – HORIZON-RIA",
        "HORIZON-HLTH-2024",
    )
    assert (rope.stage, rope.granted, rope.currency) == ("running", Decimal("700.50"), "EUR")
    assert (rope.starts_on, rope.funder) == (date(2025, 1, 1), "European Commission")
    assert "petite sas" in rope.words
    assert read(rope) == [
        Told("Alpha", ALPHA, "coordinator", Decimal("400.25")),
        Told("Beta", BETA, "participant", Decimal("200.25")),
        Told("Petite SAS", None, "third_party", Decimal("100.00")),
    ]
    assert Project.objects.get(grant_number="101000002").stage == "closed"
    soon = Project.objects.get(grant_number="101000003")
    # A team of the office takes part; the Alpha in Italy is another organisation.
    assert (soon.stage, [one.organisation for one in read(soon)]) == ("planned", [TEAM, None])
    assert Event.objects.filter(action="project.import").count() == 3
    assert find_faults() == []


def test_a_second_import_brings_up_to_date_and_leaves_what_was_entered() -> None:
    bring_in(pack())
    rope = Project.objects.get(grant_number="101000001")
    small = rope.participants.get(name="Petite SAS")
    draft = ParticipantDraft(BETA, "", "", ParticipantRole.THIRD_PARTY)
    change_participant(rope.id, small.id, draft, who(rope.id))
    assert plan(pack()).count(Outcome.SAME) == 3
    moved = ORGANISATIONS.replace("thirdParty;100;100", "participant;150;150")
    found = plan(pack(LATER, moved))
    assert found.count(Outcome.CHANGED) == 1
    (changed,) = (one for one in found.lines if one.outcome is Outcome.CHANGED)
    assert changed.change["title"] == ("Roped together", "Roped tighter")
    assert changed.change["granted"] == (Decimal("700.50"), Decimal("800.50"))
    bring_in(pack(LATER, moved))
    rope.refresh_from_db()
    assert (rope.title, rope.granted, rope.version) == ("Roped tighter", Decimal("800.50"), 3)
    assert read(rope)[2] == Told("Beta", BETA, "participant", Decimal("150.00"))
    assert ProjectMoney.objects.filter(project=rope).count() == 4


def test_a_number_tied_to_an_entry_is_known_in_other_projects() -> None:
    bring_in(pack())
    small = Participant.objects.get(name="Petite SAS")
    Participant.objects.filter(id=small.id).update(organisation=BETA)
    told = ORGANISATIONS + "101000002;900000003;Renamed SA;P;FR;2;participant;1;1\n"
    bring_in(pack(organisations=told))
    assert read(Project.objects.get(grant_number="101000002"))[1].organisation == BETA


def test_a_grant_that_an_officer_entered_is_the_one_of_its_number() -> None:
    entered = make_grant(grant_number="101000002", funder="ERC", title="By hand")
    bring_in(pack())
    row = Project.objects.get(id=entered)
    assert (row.funder, row.title, row.funder_call) == ("ERC", "A grant of one", "ERC-2018-STG")
    assert Project.objects.filter(grant_number="101000002").count() == 1


def test_an_import_is_undone_whole() -> None:
    entered = make_grant(grant_number="101000002", title="By hand")
    before = Project.objects.filter(id=entered).values("title", "stage", "words", "granted").get()
    made = bring_in(pack())
    CORDIS.undo(made, by=ALICE, at=AT)
    assert [one.id for one in Project.objects.all()] == [entered]
    assert Project.objects.values("title", "stage", "words", "granted").get() == before
    assert not Participant.objects.exists()
    assert not ProjectMoney.objects.exists()
    assert Event.objects.filter(action="project.take_back").count() == 3
    assert find_faults() == []


def test_an_import_is_not_undone_once_a_project_was_changed() -> None:
    made = bring_in(pack())
    bring_in(pack(LATER))
    with pytest.raises(RuleError, match="Nothing was undone"):
        CORDIS.undo(made, by=ALICE, at=AT)
    assert Project.objects.count() == 3


FAULTS = [
    (PROJECTS.replace("700,50", "much"), ORGANISATIONS, "project.csv", 2, "ecMaxContribution"),
    (PROJECTS.replace("2028-12-31;900", "soon;900"), ORGANISATIONS, "project.csv", 2, "endDate"),
    (PROJECTS, ORGANISATIONS.replace("200,25", "x", 1), "organization.csv", 3, "ecContribution"),
    (PROJECTS, ORGANISATIONS.replace(";DE;2;", ";Atlantis;2;"), "organization.csv", 3, ""),
    (PROJECTS.replace(";Roped together;", ";;"), ORGANISATIONS, "cordis.zip", 2, ""),
    (PROJECTS.replace("101000001", "101000008"), ORGANISATIONS, "organization.csv", 2, "projectID"),
    (PROJECTS.replace("101000002", "101000001"), ORGANISATIONS, "cordis.zip", 3, "id"),
]


@pytest.mark.parametrize(("projects", "organisations", "file", "line", "column"), FAULTS)
def test_a_fault_is_said_by_file_line_and_field(projects, organisations, file, line, column):
    found = plan(pack(projects, organisations))
    told = [(one.file, one.line, one.column) for one in found.faults]
    assert (file, line, column) in told
    with pytest.raises(RuleError, match="Nothing was written"):
        bring_in(pack(projects, organisations))
    assert not Project.objects.exists()
    bring_in(pack(projects, organisations), only_good=True)
    assert 0 < Project.objects.count() < 3


@pytest.mark.parametrize(
    "content", [b"id;acronym\n1;A\n", b"PK\x03\x04broken", b"", PROJECTS.encode()]
)
def test_what_does_not_hold_both_tables_is_refused(content):
    with pytest.raises(SourceError):
        plan(content)


def test_who_runs_no_programmes_there_imports_nothing() -> None:
    for by in (REA, BOB):
        with pytest.raises(RefusedError):
            plan(pack(), by=by)


def test_both_files_are_brought_in_and_undone_by_the_page(sign_in: SignIn, own_state: None) -> None:
    client = sign_in(ALICE)
    assert "?kind=cordis" in client.get("/grants").content.decode()
    files = [
        SimpleUploadedFile(name, text.encode())
        for name, text in (("project.csv", PROJECTS), ("organization.csv", ORGANISATIONS))
    ]
    sent = {"kind": "cordis", "organisation": str(ALPHA), "file": files}
    answer = client.post("/import", sent, follow=True)
    page = answer.content.decode()
    assert "ROPE – Roped together" in page
    assert "Which column is what" not in page
    address, seen = answer.redirect_chain[-1][0], answer.context["seen"]
    answer = client.post(address, {"do": "run", "seen": seen}, follow=True)
    assert "3 new" in answer.content.decode()
    assert Project.objects.count() == 3
    client.post(f"/import/done/{Import.objects.get().id}/undo")
    assert not Project.objects.exists()


def test_a_page_takes_one_file_of_what_is_no_archive(sign_in: SignIn, own_state: None) -> None:
    files = [SimpleUploadedFile(f"{name}.csv", b"nom\nA\n") for name in "ab"]
    sent = {"kind": "organisations", "organisation": str(ALPHA), "file": files}
    assert "Choose one file" in sign_in(ALICE).post("/import", sent).content.decode()


def test_other_names_of_an_entry_are_its_names() -> None:
    Organisation.objects.filter(id=BETA).update(other_names="Petite SAS\nPetite")
    table = read_projects(pack(), "cordis.zip", ALPHA, ON)
    participants = table.rows[0].values["participants"]
    # Its country is another: the name alone is no proof.
    assert [one.organisation for one in participants] == [ALPHA, BETA, None]  # type: ignore[attr-defined]  # a tuple of them
    Organisation.objects.filter(id=BETA).update(country="")
    table = read_projects(pack(), "cordis.zip", ALPHA, ON)
    participants = table.rows[0].values["participants"]
    assert [one.organisation for one in participants] == [ALPHA, BETA, BETA]  # type: ignore[attr-defined]  # a tuple of them
