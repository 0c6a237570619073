"""A reader of pages over the wire, who keeps a session and sends forms as a browser does."""

from __future__ import annotations

from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode, urlsplit
from uuid import uuid4


MARK = "a" * 32
"""A mark of this site, as a form and its cookie both bear it."""


class Browser:
    """Asks a server as who holds a session; one connection for each request."""

    def __init__(self, address: str, session: str) -> None:
        self.place = urlsplit(address).netloc
        self.cookies = f"cordee_session={session}; cordee_csrf={MARK}"

    def get(self, path: str) -> tuple[int, str]:
        """Return the status and the page."""
        return self._ask("GET", path)

    def post(self, path: str, values: Mapping[str, str]) -> tuple[int, str]:
        """Send a form; return the status and the page."""
        body = urlencode({**values, "csrfmiddlewaretoken": MARK}).encode()
        return self._ask("POST", path, body, "application/x-www-form-urlencoded")

    def send(
        self, path: str, values: Mapping[str, str], name: str, content: bytes
    ) -> tuple[int, str]:
        """Send a form with a file called `file`; return the status and the page."""
        line = uuid4().hex
        parts = [
            f'--{line}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in {**values, "csrfmiddlewaretoken": MARK}.items()
        ]
        head = f'--{line}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = ("".join(parts) + head).encode() + content + f"\r\n--{line}--\r\n".encode()
        return self._ask("POST", path, body, f"multipart/form-data; boundary={line}")

    def _ask(
        self, method: str, path: str, body: bytes | None = None, kind: str = ""
    ) -> tuple[int, str]:
        connection = HTTPConnection(self.place, timeout=60)
        headers = {"Cookie": self.cookies, **({"Content-Type": kind} if kind else {})}
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except (HTTPException, OSError) as error:
            return 0, repr(error)
        finally:
            connection.close()
