"""The commands. Each parses, calls one function and prints; heavy imports wait until a command needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplograph.cli.asking.ask import ask, query
from diplograph.cli.asking.network import network
from diplograph.cli.asking.validate import validate
from diplograph.cli.curating.begin import init, schema
from diplograph.cli.curating.importing import import_
from diplograph.cli.curating.link import link
from diplograph.cli.publishing.export import export
from diplograph.cli.publishing.push import push
from diplograph.cli.publishing.serve import serve, site
from diplograph.cli.reading.build import articles, build
from diplograph.cli.reading.evaluate import evaluate
from diplograph.cli.reading.extract import extract

if TYPE_CHECKING:
    import typer

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    for command in (init, build, articles, validate, query, export, network, evaluate, extract, link, schema):
        app.command()(command)
    app.command("import")(import_)
    app.command()(serve)
    app.command()(push)
    app.command()(site)
    app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(ask)
