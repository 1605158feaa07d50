"""What the headers of an answer say."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from email.message import Message

__all__ = ["media_type", "retry_after"]


def media_type(headers: Message) -> str:
    """The media type a message declares, or nothing (the standard library would make text/plain of that)."""
    return headers.get_content_type() if headers.get("Content-Type") else ""


def retry_after(headers: Message, otherwise: float) -> float:
    """Seconds to wait, at least one, as Retry-After says in seconds or as a date (RFC 9110, 10.2.3).

    A date is held against the server's own, so that our clock does not matter.
    """
    told = (headers.get("Retry-After") or "").strip()
    if re.fullmatch(r"[0-9]+", told):
        return max(1.0, float(told))
    until = _date(told)
    if until is None:
        return otherwise
    since = _date(headers.get("Date") or "") or datetime.now(UTC)
    return max(1.0, (until - since).total_seconds())


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
