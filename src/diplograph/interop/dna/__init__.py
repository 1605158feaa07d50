"""Discourse Network Analyzer's databases: SQLite files of versions 3.x, read and written."""

from diplograph.interop.dna.file import Tables, hashed, read_tables, verified, write_tables
from diplograph.interop.dna.ours import CODER, OWN_ACTION, OWN_TYPE, PASSWORD, Entity, exported
from diplograph.interop.dna.theirs import TOOL, Imported, imported

__all__ = [
    "CODER", "OWN_ACTION", "OWN_TYPE", "PASSWORD", "TOOL", "Entity", "Imported", "Tables", "exported", "hashed", "imported", "read_tables",
    "verified", "write_tables",
]  # fmt: skip
