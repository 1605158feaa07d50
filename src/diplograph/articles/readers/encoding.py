"""Which encoding a page is in, and characters that no text may have.

The rules are those of the HTML standard (byte order mark, then the protocol's word, then the page's), with its reading of
old names; what is declared is not believed where the bytes say otherwise.
"""

from __future__ import annotations

import codecs
import re

__all__ = ["clean", "is_text", "known", "page_text"]

# The Encoding Standard's reading of labels (https://encoding.spec.whatwg.org): pages that say Latin-1 mean windows-1252.
_MEANT = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "latin-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
    "euc_kr": "cp949", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874", "big5": "big5hkscs",
}  # fmt: skip
# Python knows codecs that are no encodings (zip, hex, rot13) or unsafe to meet (utf-7, idna); these are the encodings of pages.
_PAGES = re.compile(
    r"utf-8|utf-16(-[lb]e)?|cp(125[0-8]|866|874|932|949)|iso8859-\d+|koi8-[ru]|mac-(roman|cyrillic)|gb18030|big5(hkscs)?|euc_jp|iso2022_jp"
)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding=["']([\w.:-]{2,40})""", re.IGNORECASE
)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_HEAD = 4096  # bytes in which a declaration counts; the standard says 1024, pages are careless
_NO_LETTER = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_FEW, _SHARE = 16, 0.05  # a careless page has some such characters; of packed data they are a tenth and more
_UNFIT = re.compile("[\0\ud800-\udfff]")


def known(label: str) -> str | None:
    """Python's name for an encoding that a page or a user names; None where it is none that pages are written in."""
    try:
        name = codecs.lookup(label.strip()).name
    except (LookupError, ValueError):
        return None
    name = _MEANT.get(name, name)
    return name if _PAGES.fullmatch(name) else None


def page_text(data: bytes, declared: str | None = None) -> str:
    """The text of an HTML page.

    Bytes that do not fit become U+FFFD, one by one, where most of the page is UTF-8; a page that is neither UTF-8 nor what
    it declares is read as windows-1252.

    Args:
        data: The page.
        declared: What the user, or the protocol it came by, says.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return clean(data.decode(encoding, "replace"))
    found = _DECLARED.search(data[:_HEAD])
    inside = (found[1] or found[2]).decode("ascii", "replace") if found else ""
    names = [known(name) for name in (declared, inside) if name]
    for name in [*filter(None, names), "utf-8"]:
        # A declaration that Python could read is no UTF-16: it would be unreadable in it.
        try:
            return clean(data.decode("utf-8" if name.startswith("utf-16") else name))
        except UnicodeDecodeError:
            continue
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = sum(letter > "\x7f" for letter in text) - broken
    return clean(text if sound > broken else data.decode("cp1252", "replace"))


def is_text(text: str) -> bool:
    """Whether what was decoded as a page can be one: the windows-1252 that all else is read as has a letter for almost any byte."""
    head = text[: 4 * _HEAD]
    odd = len(_NO_LETTER.findall(head))
    return odd < _FEW or odd < _SHARE * len(head)


def clean(text: str) -> str:
    r"""A text with `\n` for line ends and U+FFFD for each NUL and lone surrogate, which UTF-8, RDF or XML cannot have."""
    return _UNFIT.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
