"""Curated statements: a few lines of YAML each, with the quote copied from the article.

`read` turns one file and its article into statements and actions: names are looked up in the registry, quotes found to
the letter, and whatever is wrong is said with file, line and cure. The form is `graph/statements/curated.schema.json`;
begin a file with `# yaml-language-server: $schema=curated.schema.json` and an editor explains and checks it.
"""

from __future__ import annotations

from diplograph.curated.form import SCHEMA, keys
from diplograph.curated.reading import Curation, article_key, check, locations, read
from diplograph.curated.records import attitude_of

__all__ = ["SCHEMA", "Curation", "article_key", "attitude_of", "check", "keys", "locations", "read"]
