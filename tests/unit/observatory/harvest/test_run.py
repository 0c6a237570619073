from __future__ import annotations

import gzip
import os
from dataclasses import replace
from datetime import date

import orjson
import pytest
from tests.unit.observatory.harvest.services import Clock, Service

from cordee.kernel.errors import RemoteError, UsageError
from cordee.kernel.files import take_lock
from cordee.kernel.progress import Silent
from cordee.observatory.harvest.catalogues import HAL, OPENALEX, Home, Wish
from cordee.observatory.harvest.journal import PAGES_IN_FILE
from cordee.observatory.harvest.polite import ATTEMPTS, Answer
from cordee.observatory.harvest.run import Access, harvest, mark_ingested, name_folder


WISH = Wish((Home("02vjkv261"),), date(2024, 1, 1))
BASE = "http://127.0.0.1/works"


def make_answer(first: int, count: int, total: int, following: str | None) -> Answer:
    works = [{"id": f"https://openalex.org/W{n}"} for n in range(first, first + count)]
    meta = {"count": total, "next_cursor": following}
    return Answer(200, orjson.dumps({"meta": meta, "results": works}))


def serve(pages: int, size: int = 2):
    """Pages of `size` works, then the empty one with which OpenAlex ends."""

    def reply(parameters, _number):
        place = 0 if parameters["cursor"] == "*" else int(parameters["cursor"])
        if place >= pages:
            return make_answer(0, 0, pages * size, None)
        return make_answer(place * size, size, pages * size, str(place + 1))

    return reply


def fetch(folder, service, *, clock=None, catalogue=OPENALEX, wish=WISH, **access):
    return harvest(
        catalogue,
        wish,
        folder,
        Access(BASE, **access),
        transport=service,
        clock=clock or Clock(),
        progress=Silent(),
    )


def read_ids(folder) -> list[str]:
    lines = b"".join(gzip.decompress(path.read_bytes()) for path in sorted(folder.glob("*.gz")))
    return [orjson.loads(line)["id"].rsplit("/", 1)[-1] for line in lines.splitlines()]


def fail_once(reply, number: int, failure):
    return lambda parameters, n: failure if n == number else reply(parameters, n)


def test_all_pages_are_kept_and_the_last_one_ends_it(tmp_path):
    service = Service(serve(3))
    report = fetch(tmp_path, service, key="secret", mail="me@example.org")
    assert (report.records, report.total, report.pages) == (6, 6, 3)
    assert read_ids(tmp_path) == [f"W{n}" for n in range(6)]
    assert [r["cursor"] for r in service.requests] == ["*", "1", "2", "3"]
    assert service.requests[0]["api_key"] == "secret"
    assert service.requests[0]["mailto"] == "me@example.org"
    assert "secret" not in (tmp_path / ".harvest.json").read_text()


def test_an_organisation_without_works_gives_an_empty_folder(tmp_path):
    assert fetch(tmp_path, Service(serve(0))).records == 0
    assert list(tmp_path.glob("*.gz")) == []


@pytest.mark.parametrize(
    "failure",
    [
        Answer(429, b"", {"retry-after": "7"}),
        Answer(503, b"", {"retry-after": "Thu, 01 Jan 2026 00:00:07 GMT"}),
        Answer(403, b"", {"retry-after": "7"}),
        Answer(500, b"oops"),
        Answer(200, b'{"meta": {"count": 6}, "results": [{"id"'),
        Answer(200, b"<html>maintenance</html>"),
        OSError("cut in the middle"),
        TimeoutError(),
    ],
    ids=["429", "503", "403", "500", "cut-json", "html", "cut", "silent"],
)
def test_a_failure_is_asked_again_after_a_while(tmp_path, failure):
    clock = Clock()
    fetch(tmp_path, Service(fail_once(serve(3), 1, failure)), clock=clock, per_second=1000)
    assert read_ids(tmp_path) == [f"W{n}" for n in range(6)]
    told = isinstance(failure, Answer) and "retry-after" in failure.headers
    assert max(clock.slept) == pytest.approx(7 if told else 1, abs=0.1)


def test_the_pace_is_kept(tmp_path):
    clock = Clock()
    fetch(tmp_path, Service(serve(3)), clock=clock, per_second=2)
    assert clock.slept == [0.5, 0.5, 0.5]


def test_a_service_that_stays_down_is_given_up_with_a_sentence_and_gone_on_with(tmp_path):
    down = Service(lambda p, n: serve(3)(p, n) if n < 2 else Answer(502, b""))
    clock = Clock()
    with pytest.raises(
        RemoteError, match=r"OpenAlex did not answer as it should .HTTP 502., 8 times"
    ):
        fetch(tmp_path, down, clock=clock)
    assert len(down.requests) == 2 + ATTEMPTS
    assert sum(clock.slept) > 100
    again = Service(serve(3))
    report = fetch(tmp_path, again)
    assert [r["cursor"] for r in again.requests] == ["2", "3"]
    assert (report.records, report.resumed) == (6, 4)
    assert read_ids(tmp_path) == [f"W{n}" for n in range(6)]


def test_what_a_killed_run_left_behind_its_last_whole_page_is_cut_off(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        fetch(tmp_path, Service(stop_at(2)))
    with (tmp_path / "pages-00001.gz").open("ab") as stream:
        stream.write(b"\x1f\x8b half a page")
    fetch(tmp_path, Service(serve(3)))
    assert read_ids(tmp_path) == [f"W{n}" for n in range(6)]


def stop_at(number: int):
    def reply(parameters, n):
        if n == number:
            raise KeyboardInterrupt
        return serve(3)(parameters, n)

    return reply


def test_a_mark_that_has_expired_begins_its_query_again(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        fetch(tmp_path, Service(stop_at(2)))
    late = Service(fail_once(serve(3), 0, Answer(400, b"cursor expired")))
    fetch(tmp_path, late)
    assert [r["cursor"] for r in late.requests] == ["2", "*", "1", "2", "3"]
    assert set(read_ids(tmp_path)) == {f"W{n}" for n in range(6)}


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(401, b'{"error":"no key"}'), "refuses us .HTTP 401.*no key.*--key"),
        (Answer(400, b"unknown filter"), "does not accept the request .HTTP 400: unknown filter"),
        (Answer(429, b"", {"retry-after": "86400"}), "come back in 1440 minutes"),
    ],
)
def test_a_refusal_is_told_at_once(tmp_path, answer, said):
    service = Service(lambda _p, _n: answer)
    with pytest.raises(RemoteError, match=said):
        fetch(tmp_path, service)
    assert len(service.requests) == 1


def test_a_service_without_an_end_is_stopped(tmp_path):
    endless = Service(lambda _p, n: make_answer(0, 50, 10, str(n + 1)))
    with pytest.raises(RemoteError, match="announced 10 records"):
        fetch(tmp_path, endless)


def test_what_was_ingested_is_fetched_anew(tmp_path):
    fetch(tmp_path, Service(serve(3)))
    idle = Service(serve(3))
    fetch(tmp_path, idle)  # fetched, not ingested yet: nothing to ask
    assert idle.requests == []
    mark_ingested(tmp_path, OPENALEX, WISH, BASE)
    fetch(tmp_path, Service(serve(1)))
    assert read_ids(tmp_path) == ["W0", "W1"]


def test_a_damaged_journal_begins_anew(tmp_path):
    fetch(tmp_path, Service(serve(2)))
    (tmp_path / ".harvest.json").write_bytes(b'{"wish": ')
    fetch(tmp_path, Service(serve(3)))
    assert read_ids(tmp_path) == [f"W{n}" for n in range(6)]


def test_many_pages_are_kept_in_several_files(tmp_path):
    fetch(tmp_path, Service(serve(PAGES_IN_FILE + 1, 1)))
    assert [p.name for p in sorted(tmp_path.glob("*.gz"))] == ["pages-00001.gz", "pages-00002.gz"]
    assert len(read_ids(tmp_path)) == PAGES_IN_FILE + 1


def test_many_homes_are_asked_for_in_several_requests(tmp_path):
    wish = replace(WISH, homes=tuple(Home(f"{n:09d}") for n in range(OPENALEX.group + 1)))
    service = Service(serve(1))
    report = fetch(tmp_path, service, wish=wish)
    assert [r["cursor"] for r in service.requests] == ["*", "1", "*", "1"]
    assert service.requests[2]["filter"].count("https://ror.org/") == 1
    assert (report.records, report.total) == (4, 4)


def test_a_mark_that_stays_the_same_is_the_end(tmp_path):
    def reply(parameters, _number):
        mark = {"*": "a", "a": "a"}[parameters["cursorMark"]]
        docs = [{"docid": 1}] if parameters["cursorMark"] == "*" else []
        answer = {"response": {"numFound": 1, "docs": docs}, "nextCursorMark": mark}
        return Answer(200, orjson.dumps(answer))

    assert fetch(tmp_path, Service(reply), catalogue=HAL).records == 1


def test_two_harvests_do_not_fill_one_folder(tmp_path):
    handle = take_lock(tmp_path / ".lock")
    assert handle is not None
    try:
        with pytest.raises(UsageError, match="Another process"):
            fetch(tmp_path, Service(serve(1)))
    finally:
        os.close(handle)


def test_each_wish_has_its_folder(tmp_path):
    wishes = [WISH, replace(WISH, since=None), replace(WISH, by_update=True)]
    assert len({name_folder(tmp_path, OPENALEX, wish, BASE) for wish in wishes}) == 3
    assert name_folder(tmp_path, OPENALEX, WISH, BASE).name.startswith("openalex-")
