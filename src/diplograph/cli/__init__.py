"""The command line: parse, call one function, print."""

from diplograph.cli.main import app, main

__all__ = ["app", "main"]
