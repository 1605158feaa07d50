"""What the parser is given in place of the printed text: as long, with one sign for each purpose.

Newspapers print the same thing in many ways; the parser learnt one of each. Every character is replaced by exactly one, so an
offset into the result is an offset into the text. Training (`benchmarks/language/train_language.py`) goes through `flatten` too.
"""

from __future__ import annotations

import re

__all__ = ["flatten", "unmarked"]

# Of white space and what only looks like it: line ends, tabs, separators, spaces of every width, marks of byte order.
_SPACES = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # marks of the direction of writing
)
# Apostrophes are never told from single quotation marks: the tokenizer's rules for contractions want "'".
_APOSTROPHES = "’‘ʼ′`´‛"
_HYPHENS = "‐‑−"
_OPENING = "„‟«"
_CLOSING = "»"

_SIGNS = str.maketrans(
    dict.fromkeys(_SPACES, " ") | dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_HYPHENS, "-")
    | dict.fromkeys(_OPENING, "“") | dict.fromkeys(_CLOSING, "”")
)  # fmt: skip
# A straight quotation mark opens where nothing but a space, bracket, dash or another mark stands before it, and something after.
_OPENS = re.compile(r"""(?:(?<=[\s(\[{—–/'“-])|^)"(?=\S)""")


def flatten(text: str) -> str:
    """The text with one kind of space, apostrophe and hyphen, and with quotation marks that open or close; of equal length."""
    return _OPENS.sub("“", text.translate(_SIGNS)).replace('"', "”")


# What stands in a text and is nobody's words: marks of quoted mail, times in a transcript, stage directions, a name in its own script
# behind the name ("Xi Jinping (习近平)"). Brackets have few characters,
# so that no search goes far.
_MARKS = re.compile(
    r"""(?mx)
    ^[ \t]*(?:>[ \t]*)+
    | ^[ \t]*[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?[ \t]+(?=[A-Z][^\n:]{0,60}:)
    | [\[(](?i:(?:speaking[ ])?(?:via|through|as)[ ](?:an?[ ]|the[ ])?(?:interpret|translat)(?:er|or|ation|ion|ed)
        | (?:laughter|applause|inaudible|crosstalk|off[ -]mike)(?:[ ]and[ ](?:laughter|applause))?)[.]?[\])]
    | [ ]\([^\x00-\u02ff\u1e00-\u20ff()]+(?:[ ·-][^\x00-\u02ff\u1e00-\u20ff()]+){0,5}\)
    """
)


def unmarked(text: str) -> str:
    """The text with blanks for what nobody says in it: ">" of quoted mail, a transcript's times, "(Via interpreter)"; of equal length."""
    return _MARKS.sub(lambda match: " " * len(match[0]), text)
