"""What modal words make of a clause: duties, conditions on others, threats, plans, and what reported speakers say they would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplograph.extract.judging.judgement import Judgement, Manner, auxiliaries, phrases
from diplograph.extract.reading.cues import performers
from diplograph.extract.reading.stretches import Stretch
from diplograph.extract.reading.trees import kid, kids, lemma, negated, person, subject
from diplograph.model import Kind, Stance

if TYPE_CHECKING:
    from diplograph.lexicon import Lexicon
    from diplograph.tree import Doc, Token

__all__ = ["deterring", "duty", "granting", "menacing", "only_if", "reported_self", "turned", "will"]


# A condition with these is that others go on.
_UNMET = frozenset({"unless", "not", "n't", "n’t", "no"})


def only_if(head: Token, lexicon: Lexicon, bound: Stretch | None) -> Judgement | None:
    """What would be done only if the other acts: a conditional demand (guide: talks "only if" the other acts)."""
    if bound is None or not any(lexicon.has("hypothetical", word) or lexicon.has("future", word) for word in auxiliaries(head)):
        return None
    if any(lemma(child) == "only" for child in head.children) or head.doc[max(0, bound[0] - 1)].text.lower() == "only":
        return Judgement("demand", "conditional", 0.7, "only", bound)
    return None


def deterring(
    head: Token, stretch: Stretch, lexicon: Lexicon, manner: Manner, bound: Stretch | None, *, reported: bool = False
) -> Judgement | None:
    """What first persons will do if others go on: "If they persist, we will review our relations"."""
    if bound is None or manner == "opinion":
        return None
    if manner == "speech" and _deterred(head, bound, lexicon, reported=reported):
        return Judgement("threat", "against", 0.6, "if", bound)
    if person(subject(head), lexicon) not in ("we", "i"):
        return None
    future = any(word in lexicon.words["future"] for word in auxiliaries(head))
    other = next((token for token in head.doc[bound[0] : bound[1]] if token.dep_ in ("nsubj", "nsubj:pass")), None)
    if not future or other is None or person(other, lexicon) in ("we", "i"):
        return None
    rest = [token for token in head.doc[stretch[0] : stretch[1]] if not bound[0] <= token.i < bound[1]]
    harms = any(lexicon.has("harm", lemma(token)) or lexicon.has("deterring", lemma(token)) for token in rest)
    return Judgement("threat", "against", 0.7, "threat", bound, (other,)) if harms else None


def _deterred(head: Token, bound: Stretch, lexicon: Lexicon, *, reported: bool) -> bool:
    """Whether something is foretold of what others do: "If Berlin turns them away, Bavaria will act", "would leave unless it paid".

    What others are asked to do for it, or what helps them, makes it an offer.
    """
    words, doc = auxiliaries(head), head.doc
    future = any(word in lexicon.words["future"] for word in words) or (reported and any(word in ("would", "'d") for word in words))
    opening = doc[bound[0] : bound[0] + 2]
    if not future or "have" in words or not any(token.lower_ in ("if", "unless") for token in opening):
        return False
    within = doc[bound[0] : bound[1]]
    other = next((token for token in within if token.dep_ in ("nsubj", "nsubj:pass")), None)
    if other is None or person(other, lexicon) in ("we", "i"):
        return False
    own = subject(head)
    ours = person(own, lexicon) in ("we", "i") or (reported and own is not None and own.lower_ in ("he", "she", "it", "they"))
    alien = other.tag_.startswith("NNP") or lexicon.has("institutions", lemma(other)) or (not reported and other.lower_ in ("they", "you"))
    if not (alien or (ours and other.tag_[:2] == "NN")):
        return False
    unmet = any(token.lower_ in _UNMET for token in within)
    helped = _helps(doc, bound, lexicon)
    granted = any(
        lexicon.has("aid", lemma(token)) or lexicon.has("rewarding", lemma(token)) for token in (head, *kids(head, "obj", "xcomp"))
    )
    return not helped and (unmet or not granted)


def _whoever(head: Token, lexicon: Lexicon) -> bool:
    """Whether something is foretold to all who do a thing: "Anyone who crosses that line will answer for it".

    Those who want it, or are helped by it, are promised it.
    """
    doer = subject(head)
    if doer is None or not any(word in lexicon.words["future"] for word in auxiliaries(head)) or negated(head, lexicon):
        return False
    clause = kid(doer, "acl:relcl", "acl")
    anybody = doer.lower_ in ("whoever", "anyone", "anybody", "those", "everyone") or any(child.lower_ == "any" for child in doer.children)
    if not anybody or clause is None or clause.i > head.i:
        return False
    return not any(lexicon.has("cooperating", lemma(token)) or lexicon.has("aid", lemma(token)) for token in head.doc[doer.i : head.i + 1])


def _helps(doc: Doc, bound: Stretch, lexicon: Lexicon) -> bool:
    """Whether a condition is one that others are wished to meet: "if they comply"."""
    within = doc[bound[0] : bound[1]]
    return any(lexicon.has("cooperating", lemma(token)) for token in within) and not any(token.lower_ in _UNMET for token in within)


def menacing(head: Token, stretch: Stretch, lexicon: Lexicon, manner: Manner, bound: Stretch | None) -> Judgement | None:
    """Harm foretold on a condition, consequences without one, and what will not be left unanswered.

    A threat is against the conduct that it deters (guide, convention 11), so its condition leaves the stance as it is.
    """
    if manner == "opinion":
        return None
    if _whoever(head, lexicon):
        return Judgement("threat", "against", 0.6, "whoever", bound, tuple(performers(head)))
    words, lemmas = auxiliaries(head), [lemma(token) for token in head.doc[stretch[0] : stretch[1]]]
    future = any(lexicon.has("future", word) for word in words)
    harm = any(lexicon.has("harm", word) for word in lemmas)
    bare = future and not negated(head, lexicon) and any(lexicon.has("consequences", word) for word in lemmas)
    unmoved = future and negated(head, lexicon) and any(lexicon.has("unmoved", word) for word in lemmas)
    on_others = (bound is not None and not _helps(head.doc, bound, lexicon)) or person(subject(head), lexicon) == "you"
    foretold = any(True for _ in phrases(head.doc, stretch, lexicon.words["threat_phrases"]))
    bare = bare or (foretold and not negated(head, lexicon))
    if bare or unmoved or (harm and on_others and (future or any(lexicon.has("conditional", word) for word in words))):
        return Judgement("threat", "against", 0.7, "threat", bound, tuple(performers(head)))
    return None


def duty(head: Token, stretch: Stretch, lexicon: Lexicon, manner: Manner, bound: Stretch | None) -> Judgement | None:
    """What must, should or shall be: of others a demand, of oneself or in an author's mouth a proposal."""
    words = auxiliaries(head)
    if _subjunctive(head):
        return Judgement("demand", "against" if negated(head, lexicon) else "for", 0.6, "subjunctive", bound, tuple(performers(head)))
    if lemma(head) == "need" and kid(head, "obj") is not None and person(subject(head), lexicon) == "we" and not negated(head, lexicon):
        return Judgement("proposal", "for", 0.5, "duty", bound)
    strong, weak = any(word in lexicon.words["duty"] for word in words), any(word in lexicon.words["advice"] for word in words)
    if not strong and not weak:
        if manner != "opinion" and _suggests(head, stretch):
            return Judgement("proposal", "for", 0.6, "imperative", bound)
        if manner != "opinion" and _imperative(head, stretch, lexicon):
            return Judgement("demand", turned(head, lexicon), 0.6, "imperative", bound)
        return None
    doer = subject(head)
    who = person(doer, lexicon)
    stance: Stance = "against" if negated(head, lexicon) else "for"
    asked = strong or (doer is not None and (_named(doer, lexicon) or doer.lower_ in ("he", "she", "you")))
    kind: Kind = "demand" if manner == "speech" or (manner == "release" and asked) else "proposal"
    if who in ("we", "i"):
        kind = "proposal"
    if _guess(head, words):
        return Judgement("assessment", stance, 0.4, "duty")
    if stance == "against" and weak and not strong and manner != "opinion" and who is None:
        return Judgement("opposition", "against", 0.6, "duty", bound, tuple(performers(head)))  # "should not become a habit"
    if bound is not None and _mutual(head, bound):
        return Judgement(kind, "conditional", 0.75, "duty", bound, tuple(performers(head)))
    return Judgement(kind, stance, 0.8 if who not in ("we", "i") else 0.6, "duty", bound, tuple(performers(head)))


def _subjunctive(head: Token) -> bool:
    """Whether a clause only wants what it tells: "insists that the release be put on the agenda"."""
    helper = kid(head, "aux:pass", "cop") or head
    if helper.lower_ != "be" or kid(head, "aux") is not None or any(child.tag_ in ("MD", "TO") for child in head.children):
        return False
    doer = kid(head, "nsubj", "nsubj:pass")
    return doer is not None and doer.i < helper.i


def _guess(head: Token, words: list[str]) -> bool:
    """Whether "must" or "should" tells a guess: "must be", "should be possible", "must have known"."""
    return any(child.dep_ == "aux" and lemma(child) == "have" for child in head.children) and "have to" not in words


def _mutual(head: Token, bound: Stretch) -> bool:
    """Whether a condition is another's counterpart and no rhetoric: it stands behind, and its subject is not the clause's own."""
    doc = head.doc
    if any(token.text.lower() in ("only", "unless", "provided") for token in doc[bound[0] : bound[1]]):
        return True
    if bound[0] < head.i:
        return False
    other = next((token for token in doc[bound[0] : bound[1]] if token.dep_ in ("nsubj", "nsubj:pass")), None)
    own = kid(head, "nsubj", "nsubj:pass")
    return other is not None and own is not None and lemma(other) != lemma(own) and other.tag_ in ("NNP", "NNPS", "NN", "NNS")


def _suggests(head: Token, stretch: Stretch) -> bool:
    """Whether a clause begins with "let us"."""
    first = head.doc[stretch[0] : stretch[0] + 2]
    return len(first) > 1 and first[0].lower_ == "let" and first[1].lower_ in ("us", "’s", "'s")


def _imperative(head: Token, stretch: Stretch, lexicon: Lexicon) -> bool:
    first = head.doc[stretch[0]]
    return (
        head.tag_ == "VB"
        and head.i - stretch[0] <= 1
        and first.tag_ in ("VB", "RB", "UH")
        and kid(head, "nsubj", "aux", "mark", "expl") is None
        and lemma(first) not in lexicon.words["ceremony"]
    )


def reported_self(head: Token, lexicon: Lexicon, bound: Stretch | None) -> Judgement | None:
    """What a reported speaker says of himself: "he might rename it", "it would provide help"."""
    doer = subject(head)
    if doer is None or lemma(doer) not in ("he", "she", "it", "they") or (lemma(doer) == "it" and kid(head, "cop") is not None):
        return None
    words = auxiliaries(head)
    denied = negated(head, lexicon)
    if lexicon.has("harming", lemma(head)) and kid(head, "obj") is not None and not lexicon.has("retaliating", lemma(head)):
        return None  # "unions say they will hurt the poor": nobody says that of himself
    if "would" in words and not denied and lexicon.has("wishing", lemma(head)):
        return Judgement("support", "for", 0.5, "self", bound)  # "said he would like to see more trade"
    if any(word in ("may", "might", "could") for word in words) and not denied:
        if lexicon.has("withholding", lemma(head)) or lexicon.has("retaliating", lemma(head)):
            return Judgement("threat", "against", 0.5, "self", bound)  # "signalled that it might withhold aid"
        return Judgement("proposal", "for", 0.5, "self", bound)
    if denied and not any(lexicon.has("conditions", word) for word in words) and _deed(head, lexicon):
        return _never(head, lexicon, bound) or Judgement("rejection", "against", 0.5, "self", bound)
    if any(word in lexicon.words["future"] or word in ("would", "'d") for word in words):
        if denied:
            return _never(head, lexicon, bound) or Judgement("rejection", "against", 0.6, "self", bound)
        return Judgement("commitment", "conditional" if bound else "for", 0.6, "self", bound)
    return None


def _deed(head: Token, lexicon: Lexicon) -> bool:
    """Whether a denied predicate is a deed that one could own up to: not what one knows, has or is, nor what is still to come."""
    words = f" {head.doc.words(head.sent.start, head.sent.end).lower()} "
    deed = kid(head, "obj", "xcomp", "ccomp", "obl") is not None and kid(head, "cop", "aux:pass") is None
    return deed and not lexicon.has("inert", lemma(head)) and not any(f" {word} " in words for word in lexicon.words["not_yet"])


def _never(head: Token, lexicon: Lexicon, bound: Stretch | None) -> Judgement | None:
    """What one vows by denying it: "we will never abandon our allies", "will not rest"."""
    return Judgement("commitment", "for", 0.6, "never", bound) if lexicon.has("wavering", lemma(head)) else None


def granting(head: Token, lexicon: Lexicon, *, reported: bool) -> Judgement | None:
    """A measure that nobody else is said to take is the speaker's own: "troops would be sent", "the broadcasts will continue"."""
    words, doer = auxiliaries(head), subject(head)
    foretold = any(word in lexicon.words["future"] for word in words) or (reported and any(word in ("would", "'d") for word in words))
    if not foretold or doer is None or doer.tag_ not in ("NN", "NNS") or person(doer, lexicon) is not None:
        return None
    listed = lexicon.has("granting", lemma(head))
    granted = _granted(head, doer) and (listed or not (lexicon.has("befalling", lemma(head)) or negated(head, lexicon)))
    goes_on = kid(head, "obj", "xcomp") is None and lexicon.has("going_on", lemma(head)) and lexicon.has("undertakings", lemma(doer))
    if not granted and not goes_on:
        return None
    if negated(head, lexicon):
        return Judgement("rejection", "against", 0.5, "granting")
    return Judgement("commitment", "for", 0.5, "granting")


def will(head: Token, lexicon: Lexicon, manner: Manner, bound: Stretch | None) -> Judgement | None:
    """What will be: of first persons, and of bodies in their own release, a commitment, else a forecast."""
    words = auxiliaries(head)
    doer = subject(head)
    who = person(doer, lexicon)
    future = any(word in lexicon.words["future"] for word in words)
    progressive = head.tag_ == "VBG" and who in ("we", "i") and manner != "opinion" and not lexicon.has("undergoing", lemma(head))
    if manner == "release" and head.tag_ == "VBG" and who is None and _measure(head, doer, lexicon):
        return Judgement("commitment", "for", 0.5, "will", bound)  # "The United States is providing a further …"
    if not future and not progressive:
        return None
    if manner == "speech" and doer is not None and lexicon.has("policies", lemma(doer)) and lexicon.has("harming", lemma(head)):
        return None if negated(head, lexicon) else Judgement("opposition", "against", 0.5, "harming", bound)  # "the bill will cost jobs"
    if who in ("we", "i") and manner != "opinion" and future and _passive_plan(head, lexicon):
        return Judgement("assessment", "against" if negated(head, lexicon) else "for", 0.5, "will", bound)
    if who in ("we", "i") and manner != "opinion":
        if negated(head, lexicon):
            return _never(head, lexicon, bound) or Judgement("rejection", "against", 0.7, "will", bound)
        return Judgement("commitment", "conditional" if bound else "for", 0.75 if future else 0.5, "will", bound)
    if manner == "release" and doer is not None and doer.dep_ == "nsubj" and not negated(head, lexicon) and _named(doer, lexicon):
        return Judgement("commitment", "conditional" if bound else "for", 0.55, "will", bound)
    if (
        manner == "release"
        and doer is not None
        and not negated(head, lexicon)
        and (_granted(head, doer) or lexicon.has("aid", lemma(doer)))
    ):
        return Judgement("commitment", "conditional" if bound else "for", 0.55, "will", bound)  # "assistance will be provided"
    if manner != "opinion" and kid(head, "expl") is not None and negated(head, lexicon):
        return Judgement("rejection", "against", 0.55, "will", bound)  # "there will be no surrender"
    stance: Stance = "against" if negated(head, lexicon) else "conditional" if bound else "for"
    return Judgement("assessment", stance, 0.5, "will", bound)


def _passive_plan(head: Token, lexicon: Lexicon) -> bool:
    """Whether what first persons foretell of themselves is no plan: what they will live through or will never be able to do."""
    unable = head.lower_ == "able" and negated(head, lexicon)
    return unable or (lexicon.has("enduring", lemma(head)) and not negated(head, lexicon))


def _measure(head: Token, doer: Token | None, lexicon: Lexicon) -> bool:
    """Whether a body tells in its own release what it is about to give or to take."""
    named = doer is not None and doer.tag_ in ("NNP", "NNPS")
    return named and lexicon.has("granting", lemma(head)) and kid(head, "obj") is not None and kid(head, "cop") is None


def _granted(head: Token, doer: Token) -> bool:
    """Whether a passive tells of a measure of whoever speaks: nobody else is named who does it."""
    return doer.dep_ == "nsubj:pass" and kid(head, "obl:agent") is None and doer.tag_ in ("NN", "NNS")


def _named(noun: Token, lexicon: Lexicon) -> bool:
    return noun.tag_.startswith("NNP") or lemma(noun) in lexicon.words["institutions"]


def turned(head: Token, lexicon: Lexicon) -> Stance:
    """The stance of what is wanted: against where the content is an end to something, or not to do something."""
    against = negated(head, lexicon) != (lemma(head) in lexicon.words["ending"] and kid(head, "obj", "nsubj:pass") is not None)
    return "against" if against else "for"
