"""What a reader never sees: requests, errors and failures behind the pages of a browser."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

LOCAL_SCHEMES: Final = {"file", "data", "blob", "about"}

ABORTED: Final = "net::ERR_ABORTED"
"""The reader left the page, or a download took over: no fault of the page's."""


ICON: Final = "/favicon.ico"
"""Browsers ask any host for it of their own accord; no page does."""


class Watch:
    """Notes everything that goes wrong in a browser context, its popups included."""

    def __init__(self, context: BrowserContext, forgiven: str | None = None) -> None:
        """Start to listen.

        Args:
            context: where to listen.
            forgiven: a pattern of what may happen this once.
        """
        self.troubles: list[str] = []
        self.forgiven = forgiven
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)
        context.on("console", self._console)
        context.on("weberror", self._error)

    def check(self) -> None:
        """Fail if anything went wrong."""
        troubles = [
            trouble
            for trouble in self.troubles
            if self.forgiven is None or not re.search(self.forgiven, trouble)
        ]
        assert not troubles, "behind the page:\n" + "\n".join(troubles)

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme == "file":
            # What its browser reads, a test has read; see tests/remembered.py.
            sys.audit("open", unquote(address.path), "r", 0)
        if address.scheme not in LOCAL_SCHEMES and address.hostname != "127.0.0.1":
            self.troubles.append(f"request to another host: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != ABORTED:
            self.troubles.append(f"request failed: {request.url}: {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and urlsplit(response.url).path != ICON:
            self.troubles.append(f"status {response.status}: {response.url}")

    def _console(self, message: ConsoleMessage) -> None:
        where = message.location.get("url", "")
        if message.type in {"error", "warning"} and urlsplit(where).path != ICON:
            self.troubles.append(f"console {message.type}: {message.text} ({where})")

    def _error(self, error: WebError) -> None:
        self.troubles.append(f"uncaught: {error.error}")
