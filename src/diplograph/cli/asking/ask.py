"""The commands `ask` and `query`: a saved question, or any SPARQL."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from diplograph.cli import options, screen
from diplograph.errors import Fault

__all__ = ["ask", "query"]

_ANSWERS = ("table", "csv", "tsv", "json", "jsonl", "markdown", "turtle")
Form = Annotated[str, typer.Option("--format", metavar="FORMAT", help=f"One of {', '.join(_ANSWERS)}.")]


def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(metavar="QUESTION", help="A saved query's name; none lists them all.")] = None,
    form: Form = "table",
    output: options.Output = None,
    data: options.Data = None,
    store: options.StoreOption = None,
    endpoint: options.EndpointOption = None,
    login: options.LoginOption = None,
    folder: options.WorkspaceOption = None,
    elsewhere: options.ServiceEndpoint = None,
    contact: options.Contact = None,
    *,
    allow_service: options.AllowService = False,
    explain: Annotated[bool, typer.Option("--explain", help="Say what the question answers and which options it takes.")] = False,
) -> int:
    """Ask a saved question. Its parameters are options that take labels, aliases or IRIs.

    Example: diplograph ask who-proposed-what --actor Moscow --issue "NATO enlargement"
    """
    from diplograph.queries import alternatives, saved
    from diplograph.queries import ask as run

    options.chosen(form, _ANSWERS)
    space = options.workspace(folder)
    if question is None:
        screen.show_questions(saved(space).values())
        return 0
    if explain and question in saved(space):
        screen.show_question(saved(space)[question])
        return 0
    local = options.engine if not allow_service else partial(options.federated, elsewhere=elsewhere, contact=contact)
    engine = local(space, data, store, endpoint, login)
    values = _pairs(context.args)
    answer = screen.waited(f"asking {question}", lambda _: run(engine, space, question, values, services=allow_service))
    code = _answer(answer, form, engine, output)
    if form == "table" and screen.is_empty(answer):
        screen.show_alternatives(alternatives(engine, space, question, values))
    return code


def query(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="A SPARQL query; - is standard input.")] = None,
    text: Annotated[str | None, typer.Option("-e", "--execute", metavar="TEXT", help="The query itself.")] = None,
    form: Form = "table",
    output: options.Output = None,
    data: options.Data = None,
    store: options.StoreOption = None,
    endpoint: options.EndpointOption = None,
    login: options.LoginOption = None,
    folder: options.WorkspaceOption = None,
    elsewhere: options.ServiceEndpoint = None,
    contact: options.Contact = None,
    *,
    allow_service: options.AllowService = False,
) -> int:
    """Ask any SPARQL 1.1 query; it sees the union of all named graphs. FROM is refused, and SERVICE unless it is allowed.

    Example: diplograph query -e "SELECT * { ?s a dpg:Treaty } LIMIT 5"
    """
    from diplograph.queries import execute, undefined

    options.chosen(form, _ANSWERS)
    if (file is None) == (text is None):
        raise Fault("there must be one query", None, "name a file, or write the query behind -e")
    origin = "-e" if text is not None else str(file)
    words = text if text is not None else _input(file)
    space = options.workspace(folder)
    for name, near in undefined(words, space):
        typer.echo(f"diplograph: {origin}: the ontology does not define dpg:{name}; the nearest term is dpg:{near}", err=True)
    local = options.engine if not allow_service else partial(options.federated, elsewhere=elsewhere, contact=contact)
    engine = local(space, data, store, endpoint, login)
    answer = screen.waited("asking", lambda _: execute(engine, words, origin, services=allow_service))
    return _answer(answer, form, engine, output)


def _answer(answer: object, form: str, engine: object, output: Path | None) -> int:
    """Print an answer; the exit code is 1 where ASK is false."""
    from diplograph.export import render_answer
    from diplograph.model import Table

    if form == "table" and isinstance(answer, Table) and output is None:
        screen.show_table(answer)
        return 0
    shown = form if form != "table" else "turtle" if isinstance(answer, tuple) else "markdown" if isinstance(answer, Table) else "csv"
    screen.deliver(render_answer(answer, shown, engine), output)  # type: ignore[arg-type]
    return 1 if answer is False else 0


def _pairs(arguments: list[str]) -> dict[str, str]:
    """`--name value` and `--name=value` as a dictionary."""
    values: dict[str, str] = {}
    waiting = list(arguments)
    while waiting:
        word = waiting.pop(0)
        if not word.startswith("--") or word == "--":
            raise Fault(f'"{word}" belongs to no option', None, "write parameters like --actor Russia; quote names with blanks")
        name, equals, value = word.removeprefix("--").partition("=")
        if not equals:
            if not waiting:
                raise Fault(f"--{name} needs a value", None, f"write --{name} and a name behind it")
            value = waiting.pop(0)
        if name in values:
            raise Fault(f"--{name} is given twice", None, "give it once")
        values[name] = value
    return values


def _input(file: Path | None) -> str:
    from diplograph.resources import read_text

    if file is None or str(file) == "-":
        return sys.stdin.read()
    return read_text(file)
