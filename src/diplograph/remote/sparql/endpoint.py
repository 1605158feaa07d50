"""A SPARQL endpoint, and the manners with which it is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diplograph.errors import Fault
from diplograph.remote.polite import MESSAGE, Polite
from diplograph.remote.sparql.answers import RawAnswer, accepted, asked, parsed, too_deep
from diplograph.remote.sparql.form import Form, form_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from http.client import HTTPResponse
    from urllib.request import Request

    from SPARQLWrapper import SPARQLWrapper

__all__ = ["Endpoint"]


@dataclass(frozen=True, slots=True)
class Endpoint(Polite):
    """A SPARQL endpoint, and the manners with which it is asked; its attributes are those of `Polite`."""

    def query(self, text: str) -> RawAnswer:
        """What the endpoint answers to a query.

        Solutions can be walked once and are known to be well-formed to the end; triples come in the order sent.

        Raises:
            Fault: The query is malformed or an update, or the endpoint cannot be reached, refuses, redirects, asks for
                more patience than there is, is too slow, or sends too much or what is no answer.
        """
        form = form_of(text)
        question = f"{self.url} {text}"
        kept = self.memory.recall(question) if self.memory is not None else None
        media, data = kept or self._ask(form, text)
        if not accepted(form, media):
            said = self.line(media, data[:MESSAGE])
            what = f"answers with {self.clean(media) or 'no media type'} and no {form} result{said}"
            raise Fault(what, self.name, "look at the URL; it may be a page, or an error sent as a success")
        if too_deep(media, data):
            what = "sends an answer nested too deeply to be read safely"
            raise Fault(what, self.name, "ask for no triple terms; if you did not, distrust the endpoint")
        try:
            answer = parsed(form, media, data)
        except SyntaxError as error:
            cure = "try again; if it stays so, tell the endpoint's operator"
            raise Fault(f"sends a malformed or broken-off answer: {self.clean(error.msg)}", self.name, cure) from error
        if self.memory is not None and kept is None:
            self.memory.keep(question, media, data)
        return answer

    def _ask(self, form: Form, text: str) -> tuple[str, bytes]:
        """The media type and the bytes of the answer, asked for again while the endpoint is busy."""
        return self.asked(lambda: self._prepared(form, text).query().response)

    def _prepared(self, form: Form, text: str) -> SPARQLWrapper:
        """The request, ready to be sent once; two attributes are set directly, as `setQuery` would guess the kind."""
        from SPARQLWrapper import JSON, POST, TURTLE  # slow to import

        graph = form in ("CONSTRUCT", "DESCRIBE")
        request = _wrapper(self.url, self.user_agent, self.open)
        request.setMethod(POST)
        request.setOnlyConneg(True)
        request.setReturnFormat(TURTLE if graph else JSON)
        request.addCustomHttpHeader("Accept", asked(form))
        request.queryString = text
        request.queryType = form
        for name, value in (self.login.sent if self.login else {}).items():
            request.addCustomHttpHeader(name, value)
        return request


def _wrapper(url: str, agent: str, send: Callable[[Request], HTTPResponse]) -> SPARQLWrapper:
    """A SPARQLWrapper for one request, which goes the way that the caller sends it.

    `_query` and `_createRequest` are private there: a test pins them.
    """
    from SPARQLWrapper import SPARQLWrapper  # slow to import

    class Remote(SPARQLWrapper):
        def _query(self) -> tuple[HTTPResponse, str]:
            return send(self._createRequest()), self.returnFormat

    return Remote(url, agent=agent)
