"""Asking a model about one article after another: once, and once more about what was refused."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from diplograph import rdf
from diplograph.assistant.believing import Believed, Refusal, believed, is_answer, names_of
from diplograph.assistant.prompt import PROMPT_VERSION, asked, asked_again, fingerprint, schema
from diplograph.build.shares import Judge, Rejected
from diplograph.errors import Fault
from diplograph.model import Action, Article, Statement
from diplograph.pipeline import Reading, registry_digest, release
from diplograph.registry import Newcomer, Registry
from diplograph.remote.chat import Chat, Refused
from diplograph.resources import Workspace

__all__ = ["Assistant", "Spent"]

_HOPELESS = frozenset({401, 403, 404})  # the next article will fare no better
_IN_A_ROW = 3  # articles that fail one behind the other before the server is given up
_ALIKE = 70  # from 0 to 100, quotes of one record before and after its correction
_TOLD_AGAIN = 40  # refused records that a model is told of


@dataclass(slots=True)
class Spent:
    """What was asked and what it cost.

    Attributes:
        articles, asked, kept: Articles, requests, and how many of these were answered earlier.
        tokens_in, tokens_out: What the server counted for the others.
        seconds: How long these took.
        refused: Records that were not believed.
    """

    articles: int = 0
    asked: int = 0
    kept: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0
    refused: int = 0

    def __str__(self) -> str:
        cost = f"{self.tokens_in} tokens in and {self.tokens_out} out, {self.seconds:.1f} s"
        return f"{self.articles} articles, {self.asked} requests ({self.kept} answered earlier), {cost}; {self.refused} records refused"


@dataclass(slots=True)
class Assistant:
    """A model that reads articles, and what is needed to believe it or not.

    Attributes:
        chat: The model.
        workspace, registry: Shapes and checks; whom and what is known.
        clock: Seconds of a clock that only goes forward.
        spent: What it has cost so far.
    """

    chat: Chat
    workspace: Workspace
    registry: Registry
    clock: Callable[[], float]
    spent: Spent = field(default_factory=Spent)
    _failed: int = 0
    _judge: Judge = field(init=False, repr=False)
    _state: str = field(init=False, repr=False)
    _called: Mapping[str, list[str]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._judge = Judge(self.workspace, self.registry)
        self._state = registry_digest(self.registry)
        self._called = names_of(self.registry)

    def read(self, article: Article) -> tuple[Reading, tuple[Rejected, ...]] | Fault:
        """What the model reads in an article and is borne out, and what was refused; or why the article cannot be read.

        Raises:
            Fault: No other article will fare better: the key or the model is wrong, or the server has failed several times in a row.
        """
        self.spent.articles += 1
        try:
            found = self._read(article)
        except Fault as fault:
            self._failed += 1
            if (isinstance(fault, Refused) and fault.code in _HOPELESS) or self._failed >= _IN_A_ROW:
                raise
            return fault
        self._failed = 0
        return found

    def _read(self, article: Article) -> tuple[Reading, tuple[Rejected, ...]]:
        talk = asked(article, self.registry)
        answers = [self._ask(talk)]
        reading, refused = self._fitting(believed(answers[0], article, self.registry, self._called), article, answers)
        if refused:
            answers.append(self._ask([*talk, *asked_again(answers[0], map(str, refused[:_TOLD_AGAIN]))]))
            second = believed(answers[1], article, self.registry, self._called)
            left = [one for one in refused if not _mended(one, second, article) and one.key not in {other.key for other in second.refused}]
            reading, still = self._fitting(_together(reading, second), article, answers)
            refused = [*left, *still]
        self.spent.refused += len(refused)
        origin = article.source.origin
        told = (Rejected(article.key, origin, one.record, one.quote, one.content, "language-model", one.reason) for one in refused)
        return reading, tuple(told)

    def _fitting(self, found: Believed, article: Article, answers: list[str]) -> tuple[Reading, list[Refusal]]:
        """What keeps the shapes, and all that was refused."""
        parts = (release(), self._state, article.source.digest, repr(article.body), self.chat.model, fingerprint())
        state = hashlib.sha256("\x1f".join((*parts, *answers)).encode("utf-8", "surrogatepass")).hexdigest()
        run = rdf.Run(release(), f"sha256:{state}", "Prompting", (f"{self.chat.model} with prompt {PROMPT_VERSION}",))
        shown: tuple[Newcomer | Statement | Action, ...] = (*found.newcomers, *found.statements, *found.actions)
        quads = tuple(rdf.article_quads(article, shown, self.registry.extended(found.newcomers), run))
        reading = Reading(article, found.statements, found.actions, quads, curated=False, newcomers=found.newcomers, run=run)
        if not found.statements and not found.actions:
            return reading, found.refused
        fit, rejected = self._judge.fitting(reading)
        return fit, [*found.refused, *(Refusal(one.record, one.quote, one.content, f"{one.message} ({one.rule})") for one in rejected)]

    def _ask(self, talk: list[dict[str, str]]) -> str:
        begun = self.clock()
        reply = self.chat.reply(talk, schema(), is_answer)
        self.spent.asked += 1
        self.spent.kept += reply.kept
        if not reply.kept:
            self.spent.tokens_in += reply.tokens_in
            self.spent.tokens_out += reply.tokens_out
            self.spent.seconds += self.clock() - begun
        return reply.text


def _mended(one: Refusal, second: Believed, article: Article) -> bool:
    """Whether a second answer has a record in the place of a refused one."""
    if one.record == "answer":
        return bool(second.statements or second.actions) or not second.refused
    text = article.source.text
    told = [(each.span.of(text), each.content) for each in second.statements]
    told += [(each.span.of(text), each.label) for each in second.actions]
    return any((one.content and content == one.content) or fuzz.partial_ratio(quote, one.quote) >= _ALIKE for quote, content in told)


def _together(first: Reading, second: Believed) -> Believed:
    """What was believed of both answers, each record once; refused stays what the second one could not mend."""
    statements = {one.iri: one for one in (*first.statements, *second.statements)}
    actions = {one.iri: one for one in (*first.actions, *second.actions)}
    newcomers = {one.iri: one for one in (*first.newcomers, *second.newcomers)}
    return replace(second, statements=tuple(statements.values()), actions=tuple(actions.values()), newcomers=tuple(newcomers.values()))
