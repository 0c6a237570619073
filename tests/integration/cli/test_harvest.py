from __future__ import annotations

import gzip
import io
import threading
from collections.abc import Iterator
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import orjson
import pytest

from cordee.cli import fetching, harvest
from cordee.cli.__main__ import run
from cordee.cli.fetching import HttpTransport
from cordee.observatory.lake.store import open_lake


CASSETTE = Path(__file__).parents[2] / "unit/observatory/harvest/cassettes/openalex.json"
PAGES = {
    page["request"]["cursor"]: orjson.dumps(page["answer"])
    for page in orjson.loads(CASSETTE.read_bytes())
}


class Service(ThreadingHTTPServer):
    """Answers as OpenAlex documents, after the `troubles` it is told to make, one a request."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.troubles: list[str] = []
        self.cursors: list[str] = []
        self.agents: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/works"


class Handler(BaseHTTPRequestHandler):
    server: Service

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        self.server.cursors.append(asked["cursor"][0])
        self.server.agents.append(self.headers["User-Agent"])
        trouble = self.server.troubles.pop(0) if self.server.troubles else ""
        body = gzip.compress(PAGES[asked["cursor"][0]], mtime=0)
        if trouble == "429":
            self.send_response(429)
            self.send_header("Retry-After", "0")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        broken = trouble == "broken"
        self.send_response(500 if trouble == "500" else 200)
        self.send_header("Content-Type", "application/json")
        if not broken:
            self.send_header("Content-Encoding", "gzip")
        body = b'{"meta": {"count": 3}, "results": [{' if broken else body
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if trouble == "cut" else body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def service(monkeypatch) -> Iterator[Service]:
    """The service on this machine; nobody waits between attempts."""
    monkeypatch.setattr(fetching.time, "sleep", lambda _seconds: None)
    with Service() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def call(service: Service, lake: Path, *words: str) -> int:
    where = ("--base", service.address, "--rate", "20", "--lake", str(lake))
    return run(["--lang=en", "harvest", "openalex", "--org", "02vjkv261", *where, *words])


@pytest.mark.slow
def test_works_come_through_every_trouble_into_the_lake(service, tmp_path, capsys):
    service.troubles = ["429", "", "cut", "broken", "500"]
    lake = tmp_path / "lake"
    assert call(service, lake, "--mailto", "me@example.org") == 0
    assert "OpenAlex: 3 records on 2 pages" in " ".join(capsys.readouterr().err.split())
    rows = (
        open_lake(lake).connect().execute("SELECT source_id, doi FROM works ORDER BY 1").fetchall()
    )
    assert [row[0] for row in rows] == ["W2741809807", "W3000000001", "W3000000002"]
    assert rows[0][1] == "10.7717/peerj.4375"
    assert service.agents[0].endswith("mailto:me@example.org)")
    assert [p.name for p in (tmp_path / "lake-harvest").glob("*/pages-*")] == ["pages-00001.gz"]


@pytest.mark.slow
def test_a_stopped_harvest_goes_on_where_it_was(service, tmp_path, capsys):
    lake = tmp_path / "lake"
    service.troubles = ["", *["500"] * 8]
    assert call(service, lake) == 8
    assert "OpenAlex did not answer as it should (HTTP 500)" in " ".join(
        capsys.readouterr().err.split()
    )
    assert open_lake(lake).manifest.batches == ()
    service.cursors.clear()
    assert call(service, lake) == 0
    assert "*" not in service.cursors
    assert "2 of them were there from an earlier run." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--base", "file:///etc/passwd"], "is not an address of the Web"),
        (["--base", "http://"], "is not an address of the Web"),
        (["--since", "2999-01-01"], "is still to come"),
        (["--by", "update"], "add --since DATE"),
        (["--since", "yesterday"], "yesterday"),
        (["--rate", "0"], "--rate"),
    ],
)
def test_nonsense_is_refused_before_anything_is_asked(tmp_path, capsys, words, said):
    base = ["--lang=en", "harvest", "openalex", "--org", "02vjkv261", "--lake", str(tmp_path / "l")]
    assert run([*base, *words]) == 2
    assert said in " ".join(capsys.readouterr().err.split())


def test_a_closed_door_is_an_oserror():
    with pytest.raises(OSError, match="refused"):
        HttpTransport("test").get("http://127.0.0.1:9/works", {})


def test_a_small_answer_cannot_fill_the_memory(service, monkeypatch):
    monkeypatch.setattr(fetching, "MAX_ANSWER", 100)
    with pytest.raises(OSError, match="more than"):
        HttpTransport("test").get(service.address, {"cursor": "*"})


def test_a_damaged_answer_is_an_oserror():
    headers = Message()
    headers["Content-Encoding"] = "gzip"
    damaged = gzip.compress(b"", mtime=0)[:10] + b"\xff" * 20
    with pytest.raises(OSError, match="damaged"):
        fetching._read_answer(200, headers, io.BytesIO(damaged))


def test_a_group_is_asked_with_its_parts():
    settings = {"with_parts": True, "since": None, "by": "publication"}
    wish = harvest.make_wish(("04t0gwh46",), settings)
    assert "04t0gwh46" in {home.ror for home in wish.homes}
    assert len(wish.homes) > 1
    assert all(home.names for home in wish.homes)
