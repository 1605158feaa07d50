"""The command `export`: the graph in a format that other tools read."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from diplograph.cli import options, screen
from diplograph.cli.publishing.exchange import EXPORTS, Signing, exchanged
from diplograph.cli.publishing.releasing import released
from diplograph.errors import Fault

__all__ = ["export"]

_EXPORTS = ("turtle", "trig", "nt", "nq", "jsonld", "rdfxml", "jsonl", "csv", *EXPORTS)


def export(
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help=f"One of {', '.join(_EXPORTS)}.")] = "turtle",
    texts: Annotated[
        list[str] | None,
        typer.Option("--texts", metavar="SOURCE", help="For dna and annotation tools: the articles; the default is the seeds."),
    ] = None,
    output: options.Output = None,
    data: options.Data = None,
    store: options.StoreOption = None,
    endpoint: options.EndpointOption = None,
    login: options.LoginOption = None,
    folder: options.WorkspaceOption = None,
    sign: Annotated[Path | None, typer.Option("--sign", metavar="KEYFILE", help="For nanopub: sign with this RSA private key.")] = None,
    signer: Annotated[str | None, typer.Option("--signer", metavar="IRI", help="With --sign: say who signs, as by an ORCID.")] = None,
) -> int:
    """Write the graph, or its articles, statements and actions as records, in a format that other tools read.

    Example: diplograph export --format jsonl -o records.jsonl
    """
    from diplograph.export import pieces

    options.chosen(form, _EXPORTS)
    space = options.workspace(folder)
    graph = options.store(space, data, store, endpoint, login)
    if (sign or signer) and form != "nanopub":
        raise Fault("only nanopublications are signed", "--sign", "choose --format nanopub, or leave it out")
    if form == "ro-crate":
        released(space, graph, output)
        return 0
    if form in EXPORTS:
        screen.deliver(exchanged(space, graph, form, texts, Signing(sign, signer)), output)
    elif sys.stdout.isatty() and (output is None or str(output) == "-"):
        screen.deliver(pieces(graph, form), output)
    else:
        with screen.waiting(f"writing {form}") as tell:
            screen.deliver(pieces(graph, form, tell, time.monotonic), output)
    return 0
