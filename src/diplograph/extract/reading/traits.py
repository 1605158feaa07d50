"""What can be seen of a clause that bears on the kind of its statement: the traits that the fitted weights of `kinds.yaml` speak of.

A trait is a word or two, so that weights can be read: `modal=must`, `doer=they`, `has=rejection` (a cue of rejection stands in the
clause), `cue=demand`. No trait names an actor, a place or a topic.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from diplograph.extract.reading.trees import Stretch, base, finite, is_verb, kid, kids, lemma, negated, past, person, subject

if TYPE_CHECKING:
    from diplograph.lexicon import Cue, Lexicon
    from diplograph.tree import Token

__all__ = ["of_clause", "of_cue"]

_LISTS = ("blame", "bad", "good", "harm", "ending", "void", "required", "policies", "retaliating", "countering", "hedges")
_COMPARED = ("verb", "noun", "adjective")
# Cues that say little by standing in a clause; and how sure a cue must be to count.
_LEAST = 0.5
_LONG = 18


def of_cue(cue: Cue, frame: str, *, denied: bool) -> Iterator[str]:
    """What the cue above a content tells."""
    turn = "-not" if denied else ""
    yield f"cue={'saying' if cue.judge else cue.kind}{turn}"
    yield f"frame={frame}" if frame in ("that", "to", "np", "as", "wh", "ing", "bare", "for", "of") else "frame=phrase"
    yield f"word={cue.lemma}{turn}"
    if cue.pos != "verb":
        yield f"pos={cue.pos}"
    if cue.blame:
        yield "blaming cue"
    if cue.judge and cue.kind != "assessment":
        yield f"saying={cue.kind}"


def of_clause(head: Token, stretch: Stretch, lexicon: Lexicon) -> Iterator[str]:
    """What a content's own words tell."""
    clause = is_verb(head) or finite(head) or kid(head, "cop") is not None
    words = list(head.doc[stretch[0] : stretch[1]])
    yield from _lists(words, lexicon)
    yield from _cues(head, words, lexicon)
    if not clause:
        yield "a phrase"
        return
    yield from _predicate(head, lexicon)
    yield from _doer(subject(head), lexicon)
    if any(lexicon.has("conditions", lemma(child)) for child in kids(head, "advcl") for child in kids(child, "mark")):
        yield "a condition"
    if words[-1].text == "?":
        yield "a question"
    if len(words) > _LONG:
        yield "long"


def _lists(words: list[Token], lexicon: Lexicon) -> Iterator[str]:
    """The lists of words that occur; blame by how often."""
    lemmas = {lemma(token) for token in words}
    for name in _LISTS:
        found = len(lemmas & lexicon.words[name])
        if found:
            yield name
        if found > 1 and name in ("blame", "bad", "good"):
            yield f"much {name}"
    if any(token.text in '“”"' for token in words):
        yield "quoted words"


def _cues(head: Token, words: list[Token], lexicon: Lexicon) -> Iterator[str]:
    """The kinds of the cues that stand in the clause: of its predicate, and of its other words."""
    for token in words:
        pos = "verb" if token.tag_[0] == "V" else "noun" if token.tag_[:2] == "NN" else "adjective" if token.tag_[:2] == "JJ" else None
        if pos is None:
            continue
        word = base(token, lexicon) if pos == "verb" else lemma(token)
        cue = next((one for one in lexicon.of(pos, word) if len(one.words) == 1 and one.strength >= _LEAST), None)  # type: ignore[arg-type]
        if cue is not None and not cue.judge and not cue.measure:
            yield f"{'does' if token == head else 'has'}={cue.kind}"


def _predicate(head: Token, lexicon: Lexicon) -> Iterator[str]:
    """Tense, modality and polarity."""
    helpers = [child for child in head.children if child.dep_ in ("aux", "aux:pass", "cop")]
    modals = {child.text.lower() for child in helpers if child.tag_ == "MD"}
    names = {"'ll": "will", "wo": "will", "'d": "would", "ca": "can", "shall": "will", "may": "might", "ought": "should"}
    for word in sorted({names.get(modal, modal) for modal in modals}):
        yield f"modal={word}"
    if any(child.dep_ == "xcomp" for child in head.children) and lemma(head) in ("have", "need"):
        yield "modal=must"
    if negated(head, lexicon):
        yield "denied"
    if kid(head, "cop") is not None:
        yield "copula"
    if kid(head, "aux:pass") is not None:
        yield "passive"
    if head.tag_ == "VBG" and any(lemma(child) == "be" for child in helpers):
        yield "progressive"
    if any(lemma(child) == "have" for child in helpers):
        yield "perfect"
    elif past(head):
        yield "past"
    elif not modals:
        yield "present" if finite(head) else "no tense"


def _doer(doer: Token | None, lexicon: Lexicon) -> Iterator[str]:
    """Who does what the clause tells."""
    if doer is None:
        yield "doer=none"
        return
    who = person(doer, lexicon)
    word = lemma(doer)
    if who is not None:
        yield f"doer={who}"
    elif word in ("he", "she"):
        yield "doer=he"
    elif word in ("they", "it", "this", "that", "there", "these", "those"):
        yield f"doer={'this' if word in ('that', 'these', 'those') else word}"
    elif doer.tag_.startswith("NNP"):
        yield "doer=name"
    elif lexicon.has("institutions", word):
        yield "doer=body"
    else:
        yield "doer=thing" if doer.tag_[:2] == "NN" else "doer=other"
