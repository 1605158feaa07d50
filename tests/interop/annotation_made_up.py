"""An article of our own making, hard for whoever counts in bytes or UTF-16, and statements in it."""

from __future__ import annotations

TEXT = (
    "Envoys meet 🕊️ in Zürich\n\n"
    "The minister of Arland 🇦🇱 said: “We back the bridge.” Borduria's envoy, Zoe\u0308 𝔎ey 👩‍🚀, said no;\tBorduria will not pay.\n"
    "   Arland [rejects] the *toll_road*; it -> nothing | \\ more.\n\n"
    "Borduria will not pay."
)
QUOTES = (
    "The minister of Arland 🇦🇱 said: “We back the bridge.”", "Zoe\u0308 𝔎ey 👩‍🚀, said no", "Borduria will not pay.\n   Arland [rejects]",
    "it -> nothing | \\ more", "Borduria will not pay.",
)  # fmt: skip


def statement(number: int, quote: str, start: int) -> dict[str, object]:
    """A record with something in every field that can be filled."""
    return {
        "record": "statement", "article": "bridge", "id": f"bridge-{number}", "quote": quote, "start": start, "end": start + len(quote),
        "holders": ["Arland", "Bar | Co", "Borduria"], "voice": "direct", "kind": "demand", "content": "a [toll]_road* -> | 🕊️; \\n",
        "stance": "for", "addressees": [], "condition": "", "core": True, "source_span": [start, start + 2], "cue_span": None,
        "content_span": None, "issue": {"id": "x:1", "label": "tolls | roads", "stance": "against"}, "leaning": None, "topics": ["trade"],
        "attitude": "wants", "on_behalf_of": ["Borduria"], "attributed_by": None, "date": "2024-05", "date_basis": "stated", "invokes": [],
        "responds_to": [], "announces": ["bridge-a"],
        "terms": [{"role": "offered", "performers": ["Arland"], "toward": [], "content": "a\n“road”", "issue": None}],
        "rule": None, "confidence": 0.5, "holder_ids": ["a", "b", "c"], "addressee_ids": [],
    }  # fmt: skip


def records() -> list[dict[str, object]]:
    """A statement for each quote, the last at its second place, and an action."""
    made = [statement(number, quote, TEXT.rindex(quote)) for number, quote in enumerate(QUOTES, 1)]
    start = TEXT.index("Envoys meet 🕊️")
    act: dict[str, object] = {
        "record": "action", "article": "bridge", "id": "bridge-a", "quote": "Envoys meet 🕊️", "start": start, "end": start + 14,
        "label": "a meeting", "actors": ["Arland"], "targets": [], "type": "meeting", "status": "held", "date": "2024", "core": False,
        "cancels": [], "rule": None, "actor_ids": ["a"], "target_ids": [],
    }  # fmt: skip
    return [*made, act]


ARTICLE: dict[str, object] = {"record": "article", "article": "bridge", "id": "https://example.org/bridge", "title": "Envoys meet"}
