"""What the page of a document in the making tells."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.kernel.messages import translate
from cordee.web.errors import say_error
from cordee.web.jobs import FINAL, Stage, State
from cordee.web.wording import format_count, format_decimal, get_percent_sign, get_reader_language


@dataclass(frozen=True)
class JobPage:
    """A job in words. `percent` is a number for the bar; `said` is what a screen reader is told."""

    title: str
    label: str
    stage: str
    is_final: bool
    percent: int
    progress: str
    sentence: str
    said: str
    address: str
    stop_address: str
    file_address: str
    back_address: str
    file_text: str


def present_job(state: State, address: str, stop_address: str, file_address: str) -> JobPage:
    is_done = state.stage == Stage.DONE
    sentence = _say_stage(state)
    return JobPage(
        title=_("Document"),
        label=state.label,
        stage=state.stage.value,
        is_final=state.stage in FINAL,
        percent=state.percent,
        progress=_say_progress(state),
        sentence=sentence,
        # Each percent read aloud would drown the rest; the end is what one waits for.
        said=f"{state.label}. {sentence}" if state.stage in FINAL else "",
        address=address,
        stop_address=stop_address,
        file_address=file_address if is_done else "",
        back_address=state.back,
        file_text=_("Download %(name)s (%(size)s)")
        % {"name": state.name, "size": format_size(state.size)}
        if is_done
        else "",
    )


def _say_progress(state: State) -> str:
    percent = f"{state.percent}{get_percent_sign()}"
    step = translate(state.step, get_reader_language())
    return f"{step}, {percent}" if step else percent


def _say_stage(state: State) -> str:
    if state.stage == Stage.WAITING:
        if not state.ahead:
            return _("It is next.")
        said = ngettext(
            "%(count)s document is made before it.",
            "%(count)s documents are made before it.",
            state.ahead,
        )
        return said % {"count": format_count(state.ahead)}
    if state.stage == Stage.FAILED:
        if state.error is not None:
            return say_error(state.error)
        return _(
            "The document could not be made and the fault is written in the server's log. Nothing was lost; try again."
        )
    sentences = {
        Stage.WORKING: _("It is being made; this takes a few seconds."),
        Stage.DONE: _("It is ready, and is kept for half an hour."),
        Stage.STOPPED: _("It was stopped."),
    }
    return sentences[state.stage]


def format_size(size: int) -> str:
    """Return a size as people read it: kilobytes, then megabytes."""
    if size < 1_000_000:
        return _("%(size)s kB") % {"size": format_count(max(1, round(size / 1000)))}
    return _("%(size)s MB") % {"size": format_decimal(size / 1_000_000)}
