"""Candidates become statements: whose words they are, to whom, on what, and each act told once.

The way of a candidate: `holders.speakers` says whose article it is, `coreference` whom pronouns mean, `who` whom a phrase means,
`holders` and `addressees` put the roles together, `issues` and `dates` say on what and when, `merge` drops what says the same twice.
What cannot be resolved is listed, never lost.
"""

from __future__ import annotations

from diplograph.resolve.statements import Resolved, Unresolved, statements

__all__ = ["Resolved", "Unresolved", "statements"]
