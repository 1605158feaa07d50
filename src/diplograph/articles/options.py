"""What a user may say about sources, and the limits within which they are read.

Every limit stands against hostile or broken input; each says where its number comes from and what to measure again before
changing it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import BinaryIO, Literal, get_args

__all__ = ["FORMATS", "LIMITS", "Format", "Limits", "ReadOptions"]

Format = Literal["text", "markdown", "html", "jsonl", "json", "csv", "warc"]
FORMATS: tuple[Format, ...] = get_args(Format)

MIB = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of reading.

    Attributes:
        text: Bytes of one text or JSON file, of one line of JSON Lines, of one field of CSV, unpacked. A novel has
            1 MB; 60 MB in one line were read in 4 s, in 1.2 GB.
        markdown: Bytes of one Markdown file. markdown-it-py 4.3 takes 5 s and 150 MB for each MB.
        page: Bytes of one HTML page. Pages of news sites have up to 3 MB; lxml needs ten to twenty times that.
        elements: Elements of one HTML page. trafilatura took 7.4 s for 50,000 paragraphs and 7.1 s for 100,000 links (2.3.1).
        attributes: Attributes of one HTML tag. libxml2 2.14 takes time in the square of their number: 200,000 in one tag of
            2 MB took more than a minute. Tags of real pages have some dozens.
        depth: Levels of nested HTML elements. libxml2 leaves out, silently, what lies deeper than 256 levels.
        ratio: How many times larger data may become by unpacking. Text shrinks three to ten times, lists of alike records up
            to fifty; a bomb of zeros shrinks a thousand times. Counted once `free` bytes are unpacked.
        free: Bytes that may be unpacked at any ratio.
        front: Bytes of a Markdown file's front matter. It has some dozens of lines; YAML is slow (0.1 s for 64 KiB).
        repairs: How often reading a damaged web archive is taken up again after the damage.
        fetched: Bytes of one answer from the web.
        seconds: Seconds that one answer from the web may take in all.
        redirects: Redirects that are followed; browsers follow 20, honest news sites need up to 3.
    """

    text: int = 64 * MIB
    markdown: int = 2 * MIB
    page: int = 8 * MIB
    elements: int = 100_000
    attributes: int = 256
    depth: int = 250
    ratio: int = 200
    free: int = 64 * MIB
    front: int = 64 * 1024
    repairs: int = 100
    fetched: int = 64 * MIB
    seconds: float = 60.0
    redirects: int = 5


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How sources are read.

    Attributes:
        format: What all sources are; None goes by the ending of the name, else by the first bytes.
        fields: For records (JSON, JSON Lines, CSV): our field to the name it has there (`{"text": "body"}`); names with a
            dot reach into nested records. Fields not named are guessed by their usual names.
        encoding: The encoding of text files and records without a byte order mark; None means UTF-8 and, for HTML, what
            the page declares.
        day_first: Whether `03/04/2021` is the 3rd of April (True) or March 4th (False); None leaves the year alone.
        limits: The limits.
        stdin: What `-` reads; None means the process's standard input.
        contact: A site or mail address by which those whose pages are fetched can reach the user; printable ASCII.
    """

    format: Format | None = None
    fields: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    encoding: str | None = None
    day_first: bool | None = None
    limits: Limits = LIMITS
    stdin: BinaryIO | None = None
    contact: str | None = None
