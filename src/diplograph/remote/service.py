"""A web service that is asked with a form and answers with JSON: MediaWiki's Action API, the Reconciliation API."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from urllib.request import Request

from diplograph.errors import Fault
from diplograph.remote.nesting import json_too_deep
from diplograph.remote.polite import MESSAGE, Polite

if TYPE_CHECKING:
    from http.client import HTTPResponse

__all__ = ["Service"]

_MEDIA = frozenset({"application/json", "text/json", "application/ld+json"})


@dataclass(frozen=True, slots=True)
class Service(Polite):
    """A JSON service, and the manners with which it is asked; its attributes are those of `Polite`."""

    def ask(self, form: Mapping[str, str] | None = None, busy: Callable[[Any], float | None] | None = None) -> Any:  # noqa: ANN401 - any JSON
        """What the service answers: to a POST of a form, or to a GET where there is none.

        Args:
            form: Its fields.
            busy: Looks at an answer and says how many seconds to wait where it only says that the service is busy.

        Raises:
            Fault: The service cannot be reached, refuses, redirects, is too slow or busy, or sends too much or what is no JSON.
        """
        question = f"{self.url} {urlencode(sorted((form or {}).items()))}"
        kept = self.memory.recall(question) if self.memory is not None else None
        media, data = kept or self.asked(lambda: self._send(form), self._judging(busy))
        found = self._read(media, data)
        if self.memory is not None and kept is None and not _is_error(found):
            self.memory.keep(question, media, data)
        return found

    def _judging(self, busy: Callable[[Any], float | None] | None) -> Callable[[str, bytes], float | None] | None:
        return None if busy is None else lambda media, data: busy(self._read(media, data))

    def _send(self, form: Mapping[str, str] | None) -> HTTPResponse:
        body = None if form is None else urlencode(form).encode()
        headers = {**self.headers, "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        request = Request(self.url, data=body, headers=headers)  # noqa: S310 - http and https only, checked
        return self.open(request)

    def _read(self, media: str, data: bytes) -> Any:  # noqa: ANN401 - any JSON
        if media not in _MEDIA:
            said = self.line(media, data[:MESSAGE])
            what = f"answers with {self.clean(media) or 'no media type'} and not with JSON{said}"
            raise Fault(what, self.name, "look at the URL; it may be a page, or an error sent as a success")
        if json_too_deep(data):
            raise Fault("sends an answer nested too deeply to be read safely", self.name, "distrust the service")
        try:
            return json.loads(data)
        except (ValueError, RecursionError) as error:
            cure = "try again; if it stays so, tell the service's operator"
            raise Fault(f"sends malformed or broken-off JSON: {self.clean(str(error))}", self.name, cure) from error


def _is_error(answer: object) -> bool:
    """Whether a MediaWiki answer is an error, which must not be kept."""
    return isinstance(answer, dict) and "error" in answer
