"""What the page of long work tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cordee.kernel.messages import translate
from cordee.ledger.jobs import AGAIN, GOING, JobKind, JobStage, JobTold
from cordee.ledger.rights import Actor
from cordee.web.downloads import Download
from cordee.web.errors import say_sentence
from cordee.web.handing import find_made
from cordee.web.jobs import State
from cordee.web.pages.imports.presenters import say_counts
from cordee.web.wording import format_count, format_date, get_percent_sign, get_reader_language


FILES = {JobKind.EXPORT: "jobs:file", JobKind.BACKUP: "settings:backup_file"}
"""The page that hands out what jobs of a kind make; that of backups asks for the password again."""


@dataclass(frozen=True)
class JobRow:
    """A job in words. `percent` is None where no bar is to be drawn; addresses are empty where nothing can be done.

    `file_address` leads to what the job made, `anew_address` to the page where it is asked for anew.
    """

    title: str
    kind: str
    who: str
    asked_at: datetime
    stage: str
    tone: str
    sentence: str
    percent: int | None
    progress: str
    stop_address: str
    again_address: str
    anew_address: str
    file_address: str


@dataclass(frozen=True)
class DailyPart:
    """The work of a day: when it was done last and how, and when it is due next."""

    last: str
    next: str
    fault: str


@dataclass(frozen=True)
class DocumentRow:
    """A document in the making, for whomever: what, and how far."""

    title: str
    percent: int
    progress: str


def present_job(told: JobTold, state: State | None, actor: Actor) -> JobRow:
    is_going = told.stage in GOING
    is_own = told.kind is JobKind.DAILY or told.account == actor.account
    percent = state.percent if state and is_going else None
    may_repeat, made = told.stage in AGAIN and is_own, find_made(told)
    return JobRow(
        title=_name(told),
        kind=_name_kind(told.kind),
        who=told.account_name,
        asked_at=told.asked_at,
        stage=_name_stage(told.stage),
        tone={JobStage.DONE: "good", JobStage.FAILED: "bad", JobStage.INTERRUPTED: "bad"}.get(
            told.stage, "open"
        ),
        sentence=_say(told, made),
        percent=percent,
        progress=_say_progress(state) if state and is_going else "",
        stop_address=reverse("jobs:stop", args=[told.id]) if is_going else "",
        again_address=reverse("jobs:again", args=[told.id])
        if may_repeat and told.kind is not JobKind.BACKUP
        else "",
        anew_address=reverse("settings:backup")
        if may_repeat and told.kind is JobKind.BACKUP
        else "",
        file_address=reverse(FILES[told.kind], args=[told.id]) if made and is_own else "",
    )


def present_daily(last: JobTold | None, *, on: date) -> DailyPart:
    done_today = last is not None and last.stage is JobStage.DONE and last.title == f"{on}"
    return DailyPart(
        last=format_date(last.asked_at) if last else _("never"),
        next=format_date(on + timedelta(days=1))
        if done_today
        else _("within a quarter of an hour"),
        fault=say_sentence(last.fault) if last and last.fault else "",
    )


def present_document(state: State) -> DocumentRow:
    return DocumentRow(state.label, state.percent, _say_progress(state))


def _name(told: JobTold) -> str:
    if told.kind is JobKind.DAILY:
        return format_date(date.fromisoformat(told.title))
    return told.title


def _name_kind(kind: JobKind) -> str:
    return {
        JobKind.IMPORT: _("Records brought in"),
        JobKind.EXPORT: _("Everything taken out"),
        JobKind.BACKUP: _("Backup"),
        JobKind.DAILY: _("Work of the day"),
    }[kind]


def _name_stage(stage: JobStage) -> str:
    return {
        JobStage.WAITING: _("waiting its turn"),
        JobStage.WORKING: _("working"),
        JobStage.DONE: _("done"),
        JobStage.FAILED: _("failed"),
        JobStage.STOPPED: _("stopped"),
        JobStage.INTERRUPTED: _("broken off"),
    }[stage]


def _say(told: JobTold, made: Download | None) -> str:
    if told.stage is JobStage.INTERRUPTED:
        return _("The server ended meanwhile. Nothing is half written; begin it again.")
    if told.stage is JobStage.STOPPED:
        return _("Nothing of it is written. It can be begun again.")
    if told.stage is JobStage.DONE and told.kind in FILES:
        return _say_file(told, made)
    if told.stage is JobStage.FAILED and told.fault:
        return say_sentence(told.fault)
    if told.stage is JobStage.DONE and told.kind is JobKind.IMPORT and told.result:
        result = told.result
        return say_counts(result["new"], result["changed"], result["same"], result["faulty"])
    return ""


def _say_file(told: JobTold, made: Download | None) -> str:
    if made is None:
        return _("The file is no longer kept. Ask for it again.")
    return _("Rows: {rows}. Files: {files}. {size}, kept until {moment}.").format(
        rows=format_count(told.result["rows"]),
        files=format_count(told.result["files"]),
        size=filesizeformat(made.size),
        moment=date_format(timezone.localtime(made.until), "DATETIME_FORMAT"),
    )


def _say_progress(state: State) -> str:
    percent = f"{state.percent}{get_percent_sign()}"
    language = get_reader_language()
    said = translate(state.step, language)
    step = _(state.step) if state.step and said == state.step else said
    return f"{step}, {percent}" if step else percent
