"""What kind of statement a clause makes, where no cue outside it says so: by its modality, its negation and its words.

Order matters: an act that the speaker performs in words ("we urge …") goes before duty ("must"), duty before threat, threat before will,
these before blame, blame before denial and evaluation. What is left is an assessment. `modality` reads modal words, `worth` words of
blame and value; what they find is a `judgement`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from diplograph.extract.judging.judgement import OTHER, Judgement, Manner, auxiliaries
from diplograph.extract.judging.modality import deterring, duty, granting, menacing, only_if, reported_self, turned, will
from diplograph.extract.judging.worth import worth
from diplograph.extract.reading.conditions import condition
from diplograph.extract.reading.stretches import Stretch
from diplograph.extract.reading.trees import adposition, finite, kid, kids, lemma, negated, passive, past, person, subject
from diplograph.model import Kind, Stance

if TYPE_CHECKING:
    from diplograph.lexicon import Lexicon
    from diplograph.tree import Doc, Token

__all__ = ["Judgement", "Manner", "as_told", "judge", "turned"]

# A verb read from its form alone is one that hardly means anything else.
_TRUSTED = 0.5
# What stands in an enumeration of names.
_NAMES = frozenset({"NNP", "NNPS", "DT", "CC", "IN", "JJ", "POS", "NN", "NNS", "PRP"})


# What first persons would say they say: "I would advise", "I'd accept".
_MILD = frozenset({"would", "'d", "’d"})


def judge(head: Token, stretch: Stretch, lexicon: Lexicon, manner: Manner, *, reported: bool = False) -> Judgement:
    """Judge a clause by its predicate and its words.

    Args:
        head: The clause's predicate.
        stretch: The tokens of the clause.
        lexicon: The lists of words.
        manner: Who speaks.
        reported: Whether the clause is indirect speech, where "he" and "it" mean the speaker and "would" was "will".
    """
    bound = condition(head, stretch, lexicon)
    return (
        _misread(head, lexicon)
        or _said(head, lexicon)
        or (_performed(stretch, head.doc, lexicon) if manner == "release" else None)
        or only_if(head, lexicon, bound)
        or deterring(head, stretch, lexicon, manner, bound, reported=reported)
        or menacing(head, stretch, lexicon, manner, bound)
        or duty(head, stretch, lexicon, manner, bound)
        or _impersonal(head, lexicon, manner)
        or (reported_self(head, lexicon, bound) if reported else None)
        or (granting(head, lexicon, reported=reported) if manner == "speech" else None)
        or will(head, lexicon, manner, bound)
        or worth(head, stretch, lexicon, manner, bound)
    )


def as_told(found: Judgement, head: Token, lexicon: Lexicon, *, reported: bool) -> Judgement:
    """A judgement as it holds of words that are told, not quoted, where "he" is who says it."""
    if found.reason == "named":
        found = replace(found, kind="assessment", stance="none" if past(head) else "for", strength=0.0)
    if reported and found.reason == "they":
        # "he" is who says it: "indicated that they do not want to escalate", but "said that he had no plan" tells nothing more.
        refuses = lexicon.has("refusing", lemma(head))
        found = replace(found, kind="rejection" if refuses else "assessment", stance="against" if refuses else "none", strength=0.0)
    if reported and found.reason == "denial" and found.stance == "none" and kid(head, "cop") is not None:
        found = replace(found, kind="rejection", stance="against")  # "said it was not a part of India": "is not"
    return found


def _said(head: Token, lexicon: Lexicon) -> Judgement | None:
    """What first persons say in so many words, where the frame of the cue was not found: "I applaud …", "our commitment is unwavering"."""
    doer = subject(head)
    if doer is None or person(doer, lexicon) not in ("we", "i"):
        return None
    words = auxiliaries(head)
    if any(lexicon.has("ceremony", lemma(child)) for child in kids(head, "xcomp")):
        return None  # "I want to thank"
    wished = _wished(head, lexicon)
    if wished is not None:
        return wished
    if negated(head, lexicon) or any(
        lexicon.has("hypothetical", word) or lexicon.has("future", word) for word in words if word not in _MILD
    ):
        return None
    if any(word in _MILD for word in words):
        supposed = "have" in words or any(child.lower_ == "if" for far in kids(head, "advcl") for child in far.children)
        return None if supposed or head.tag_[:2] != "VB" else _meant(head, lexicon)
    if lexicon.has("binding", lemma(head)) or any(lexicon.has("binding", lemma(child)) for child in kids(head, "cop", "aux")):
        return Judgement("commitment", "for", 0.6, "said")
    verb = lexicon.forms.get(head.lower_, lemma(head))
    noun = doer.tag_.startswith("NN")
    for cue in lexicon.of("noun", lemma(doer)) if noun else (*lexicon.of("adjective", head.lower_), *lexicon.of("verb", verb)):
        least = 0.25 if cue.pos == "noun" else 0.5
        if cue.pos == "verb" and "np" not in cue.frames and kid(head, "xcomp", "ccomp") is None:
            continue
        if len(cue.words) == 1 and not cue.judge and not cue.measure and cue.strength >= least and cue.kind != "assessment":
            return Judgement(cue.kind, cue.stance, 0.6, "said", None, tuple(kids(head, "obj")) if "obj" in cue.who else ())
    return None


def _wished(head: Token, lexicon: Lexicon) -> Judgement | None:
    """What first persons would like to do in words, they do: "I would like to condemn …"."""
    if negated(head, lexicon) or not lexicon.has("wishing", lemma(head)):
        return None
    said = (child for child in kids(head, "xcomp") if lexicon.has("performatives", lemma(child)) and child.text in lexicon.forms)
    return next((_meant(child, lexicon) for child in said), None)


def _misread(head: Token, lexicon: Lexicon) -> Judgement | None:
    """A cue verb that the tagger took for a noun, beside a subject or a heap of names: "The United States welcomes the truce"."""
    named = any(child.tag_.startswith("NNP") and child.i < head.i for child in kids(head, "compound", "flat", "amod", "nsubj"))
    if head.tag_ not in ("NNS", "NNP", "NNPS") or not named or not head.text.islower() or head.text not in lexicon.forms:
        return None
    return _meant(head, lexicon)


def _performed(stretch: Stretch, doc: Doc, lexicon: Lexicon) -> Judgement | None:
    """What those perform whose names a release's sentence begins with, whatever the parser made of its verb: "A, B and C welcome …"."""
    for token in doc[stretch[0] : stretch[1]]:
        if token.text.islower() and lexicon.has("performatives", lexicon.forms.get(token.text, "")) and token.i > stretch[0]:
            return _meant(token, lexicon) if token.i > stretch[0] + 1 or doc[stretch[0]].tag_[:3] in ("NNP", "PRP") else None
        if token.tag_ not in _NAMES and token.text not in (",", "(", ")") and not token.text.endswith("ly"):
            return None
    return None


def _meant(head: Token, lexicon: Lexicon) -> Judgement | None:
    """What a verb means that is read from its form alone."""
    for cue in lexicon.of("verb", lexicon.forms.get(head.text, lemma(head))):
        if len(cue.words) == 1 and "np" in cue.frames and not cue.judge and not cue.measure and cue.strength >= _TRUSTED:
            return Judgement(cue.kind, cue.stance, 0.6, "said")
    return None


def _impersonal(head: Token, lexicon: Lexicon, manner: Manner) -> Judgement | None:
    """It is time for X to, it would be senseless to, there is no possibility of, there needs to be."""
    expletive = kid(head, "expl") is not None or any(lemma(child) == "it" for child in kids(head, "nsubj"))
    below = [*kids(head, "xcomp", "ccomp", "csubj", "advcl", "acl"), *(far for noun in kids(head, "nmod") for far in kids(noun, "acl"))]
    infinitive = next((child for child in below if child.i > head.i and child.tag_[:2] == "VB"), None)
    if not expletive or infinitive is None or kid(head, "cop") is None:
        return None
    word, turn = lemma(head), negated(head, lexicon)
    doers = tuple(
        child for child in (*kids(infinitive, "nsubj"), *kids(head, "obl", "nmod")) if child.dep_ == "nsubj" or adposition(child) == "for"
    )
    that = finite(infinitive)
    tables: tuple[tuple[str, Kind, Stance], ...] = (
        ("impersonal_duty", "proposal" if not doers else "demand", "for"),
        ("impersonal_blame", "opposition", "against"),
        ("impersonal_praise", "support", "for"),
        ("impersonal_doubt", "assessment", "against"),
        ("impersonal_belief", "assessment", "for"),
    )
    for name, kind, stance in tables:
        if word in lexicon.words[name]:
            found: Kind = "assessment" if that and kind == "support" and not turn else kind
            if name == "impersonal_duty" and manner != "opinion" and passive(infinitive):
                found = "demand"  # "it is imperative that the truce be respected"
            if turn:
                return Judgement("opposition" if found == "support" else found, OTHER[stance], 0.7, name, None, doers)
            return Judgement(found, stance, 0.7, name, None, doers)
    return None
