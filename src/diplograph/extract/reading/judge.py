"""What kind of statement a clause makes, where no cue outside it says so: by its modality, its negation and its words.

Order matters: an act that the speaker performs in words ("we urge …") goes before duty ("must"), duty before threat, threat before will,
these before blame, blame before denial and evaluation. What is left is an assessment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from diplograph.extract.reading.conditions import condition
from diplograph.extract.reading.cues import performers
from diplograph.extract.reading.trees import Stretch, adposition, base, finite, kid, kids, lemma, negated, past, person, subject
from diplograph.model import Kind, Stance

if TYPE_CHECKING:
    from diplograph.lexicon import Lexicon
    from diplograph.tree import Token

__all__ = ["Judgement", "Manner", "judge", "turned"]

# Who speaks, which decides what "should" and "will" mean: reported or quoted speakers, a body in its own release, an author of opinion.
Manner = Literal["speech", "release", "opinion"]

# How far before its verb a modal may stand, in tokens ("must, with Europe and others, watch").
_FAR = 9
# A verb read from its form alone is one that hardly means anything else.
_TRUSTED = 0.7
_OTHER: dict[Stance, Stance] = {"for": "against", "against": "for", "conditional": "conditional", "none": "none"}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a clause was found to do.

    Attributes:
        kind, stance: As the words tell.
        strength: How far they can be trusted, 0 to 1; under .4 nothing in the clause spoke for any reading.
        reason: The word list that decided, for the rule's name.
        condition: The stretch of a condition.
        addressees: Heads of phrases that name who is meant to act or is blamed.
    """

    kind: Kind
    stance: Stance
    strength: float
    reason: str
    condition: Stretch | None = None
    addressees: tuple[Token, ...] = ()


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
    for judged in (
        _misread(head, lexicon),
        _said(head, lexicon),
        _only_if(head, lexicon, bound),
        _deterring(head, stretch, lexicon, manner, bound),
        _duty(head, stretch, lexicon, manner, bound),
        _impersonal(head, lexicon),
        _reported(head, lexicon, bound) if reported else None,
        _will(head, stretch, lexicon, manner, bound),
    ):
        if judged is not None:
            return judged
    return _words(head, stretch, lexicon, manner, bound)


def _said(head: Token, lexicon: Lexicon) -> Judgement | None:
    """What first persons say in so many words, where the frame of the cue was not found: "I applaud …", "our commitment is unwavering"."""
    doer = subject(head)
    if doer is None or person(doer, lexicon) not in ("we", "i"):
        return None
    words = _auxiliaries(head)
    if any(lexicon.has("ceremony", lemma(child)) for child in kids(head, "xcomp")):
        return None  # "I want to thank"
    if negated(head, lexicon) or any(lexicon.has("hypothetical", word) or lexicon.has("future", word) for word in words):
        return None
    if lexicon.has("binding", lemma(head)) or any(lexicon.has("binding", lemma(child)) for child in kids(head, "cop", "aux")):
        return Judgement("commitment", "for", 0.6, "said")
    if doer.tag_.startswith("NN"):
        entries = lexicon.of("noun", lemma(doer))
    else:
        entries = (*lexicon.of("adjective", head.text.lower()), *lexicon.of("verb", lexicon.forms.get(head.text.lower(), lemma(head))))
    for cue in entries:
        least = 0.25 if cue.pos == "noun" else 0.5
        if cue.pos == "verb" and "np" not in cue.frames and kid(head, "xcomp", "ccomp") is None:
            continue
        if len(cue.words) == 1 and not cue.judge and not cue.measure and cue.strength >= least and cue.kind != "assessment":
            return Judgement(cue.kind, cue.stance, 0.6, "said", None, tuple(kids(head, "obj")) if "obj" in cue.who else ())
    return None


def _misread(head: Token, lexicon: Lexicon) -> Judgement | None:
    """A cue verb that the tagger took for the noun of a heap of names: "The United States welcomes the truce"."""
    named = any(child.tag_.startswith("NNP") and child.i < head.i for child in kids(head, "compound", "flat", "amod"))
    if head.tag_ not in ("NNS", "NNP", "NNPS") or not named or not head.text.islower() or head.text not in lexicon.forms:
        return None
    for cue in lexicon.of("verb", lexicon.forms[head.text]):
        if len(cue.words) == 1 and "np" in cue.frames and not cue.judge and not cue.measure and cue.strength >= _TRUSTED:
            return Judgement(cue.kind, cue.stance, 0.6, "said")
    return None


def _only_if(head: Token, lexicon: Lexicon, bound: Stretch | None) -> Judgement | None:
    """What would be done only if the other acts: a conditional demand (guide: talks "only if" the other acts)."""
    if bound is None or not any(lexicon.has("hypothetical", word) or lexicon.has("future", word) for word in _auxiliaries(head)):
        return None
    if any(lemma(child) == "only" for child in head.children) or head.doc[max(0, bound[0] - 1)].text.lower() == "only":
        return Judgement("demand", "conditional", 0.7, "only", bound)
    return None


def _deterring(head: Token, stretch: Stretch, lexicon: Lexicon, manner: Manner, bound: Stretch | None) -> Judgement | None:
    """What first persons will do if others go on: "If they persist, we will review our relations"."""
    if bound is None or manner == "opinion" or person(subject(head), lexicon) not in ("we", "i"):
        return None
    future = any(word in lexicon.words["future"] for word in _auxiliaries(head))
    other = next((token for token in head.doc[bound[0] : bound[1]] if token.dep_ in ("nsubj", "nsubj:pass")), None)
    if not future or other is None or person(other, lexicon) in ("we", "i"):
        return None
    rest = [token for token in head.doc[stretch[0] : stretch[1]] if not bound[0] <= token.i < bound[1]]
    harms = any(lexicon.has("harm", lemma(token)) or lexicon.has("deterring", lemma(token)) for token in rest)
    return Judgement("threat", "conditional", 0.7, "threat", bound, (other,)) if harms else None


def _auxiliaries(head: Token) -> list[str]:
    found = [
        lemma(child) if child.text.lower() not in ("'ll", "wo", "'d", "ca") else child.text.lower() for child in kids(head, "aux", "cop")
    ]
    after = head.doc[head.i + 1].tag_ if head.i + 1 < len(head.doc) else ""
    if lemma(head) in ("have", "need", "ought", "get") and after == "TO" and kid(head, "aux:pass", "cop") is None:
        found.append(f"{lemma(head)} to")
    found += [
        lemma(token) for token in head.doc[max(head.sent.start, head.i - _FAR) : head.i] if token.tag_ == "MD" and _loose(token, head)
    ]
    if lemma(head) == "go" and kid(head, "xcomp") is not None and head.tag_ == "VBG":
        found.append("going to")
    return found


def _loose(modal: Token, head: Token) -> bool:
    """Whether a modal before a predicate is its own though the parser hung it elsewhere: nothing but names and phrases stand between."""
    between = head.doc[modal.i + 1 : head.i]
    return modal.head != head and modal.head.tag_[:2] != "VB" and not any(token.tag_[:2] in ("VB", "MD") for token in between)


def _duty(head: Token, stretch: Stretch, lexicon: Lexicon, manner: Manner, bound: Stretch | None) -> Judgement | None:
    words = _auxiliaries(head)
    if _subjunctive(head):
        return Judgement("demand", "against" if negated(head, lexicon) else "for", 0.6, "subjunctive", bound, tuple(performers(head)))
    if lemma(head) == "need" and kid(head, "obj") is not None and person(subject(head), lexicon) == "we" and not negated(head, lexicon):
        return Judgement("proposal", "for", 0.5, "duty", bound)
    strong, weak = any(word in lexicon.words["duty"] for word in words), any(word in lexicon.words["advice"] for word in words)
    if not strong and not weak:
        if manner != "opinion" and _imperative(head, stretch, lexicon):
            return Judgement("demand", turned(head, lexicon), 0.6, "imperative", bound)
        return None
    doer = subject(head)
    who = person(doer, lexicon)
    stance: Stance = "against" if negated(head, lexicon) else "for"
    kind: Kind = "demand" if manner == "speech" or (manner == "release" and strong) else "proposal"
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


def _imperative(head: Token, stretch: Stretch, lexicon: Lexicon) -> bool:
    first = head.doc[stretch[0]]
    return (
        head.tag_ == "VB"
        and head.i - stretch[0] <= 1
        and first.tag_ in ("VB", "RB", "UH")
        and kid(head, "nsubj", "aux", "mark", "expl") is None
        and lemma(first) not in lexicon.words["ceremony"]
    )


def _impersonal(head: Token, lexicon: Lexicon) -> Judgement | None:
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
            found: Kind = "assessment" if that and kind == "support" else kind
            if turn:
                return Judgement("opposition" if found == "support" else found, _OTHER[stance], 0.7, name, None, doers)
            return Judgement(found, stance, 0.7, name, None, doers)
    return None


def _reported(head: Token, lexicon: Lexicon, bound: Stretch | None) -> Judgement | None:
    """What a reported speaker says of himself: "he might rename it", "it would provide help"."""
    doer = subject(head)
    if doer is None or lemma(doer) not in ("he", "she", "it", "they") or (lemma(doer) == "it" and kid(head, "cop") is not None):
        return None
    words = _auxiliaries(head)
    denied = negated(head, lexicon)
    if any(word in ("may", "might", "could") for word in words) and not denied:
        return Judgement("proposal", "for", 0.5, "self", bound)
    if any(word in lexicon.words["future"] or word in ("would", "'d") for word in words):
        if denied:
            return Judgement("rejection", "against", 0.6, "self", bound)
        return Judgement("commitment", "conditional" if bound else "for", 0.6, "self", bound)
    return None


def _will(head: Token, stretch: Stretch, lexicon: Lexicon, manner: Manner, bound: Stretch | None) -> Judgement | None:
    words = _auxiliaries(head)
    doer = subject(head)
    who = person(doer, lexicon)
    future = any(word in lexicon.words["future"] for word in words)
    progressive = head.tag_ == "VBG" and who in ("we", "i") and manner != "opinion" and lemma(head) not in ("see", "hear")
    harm = any(lemma(token) in lexicon.words["harm"] for token in head.doc[stretch[0] : stretch[1]])
    hypothetical = any(word in lexicon.words["conditional"] for word in words)
    if manner != "opinion" and harm and (future or hypothetical) and (bound is not None or who == "you"):
        return Judgement("threat", "conditional" if bound else "against", 0.7, "threat", bound, tuple(performers(head)))
    if not future and not progressive:
        return None
    if who in ("we", "i") and manner != "opinion":
        if negated(head, lexicon):
            return Judgement("rejection", "against", 0.7, "will", bound)
        return Judgement("commitment", "conditional" if bound else "for", 0.75 if future else 0.5, "will", bound)
    if manner == "release" and doer is not None and doer.dep_ == "nsubj" and not negated(head, lexicon) and _named(doer, lexicon):
        return Judgement("commitment", "conditional" if bound else "for", 0.55, "will", bound)
    if manner != "opinion" and kid(head, "expl") is not None and negated(head, lexicon):
        return Judgement("rejection", "against", 0.55, "will", bound)  # "there will be no surrender"
    stance: Stance = "against" if negated(head, lexicon) else "conditional" if bound else "for"
    return Judgement("assessment", stance, 0.5, "will", bound)


def _named(noun: Token, lexicon: Lexicon) -> bool:
    return noun.tag_.startswith("NNP") or lemma(noun) in lexicon.words["institutions"]


def _words(head: Token, stretch: Stretch, lexicon: Lexicon, manner: Manner, bound: Stretch | None) -> Judgement:
    lemmas, doer = _lemmas(head, stretch), subject(head)
    denied = negated(head, lexicon) and not any(token.tag_ in ("JJR", "RBR") for token in (head, *kids(head, "obj", "amod")))
    if doer is not None and lemma(doer) in lexicon.words["doors"] and not denied and set(lemmas) & lexicon.words["ajar"]:
        return Judgement("proposal", "conditional" if bound else "for", 0.6, "door", bound)
    if lemma(head) in lexicon.words["requiring"] and manner != "opinion" and not denied:
        return Judgement("demand", "for", 0.55, "requiring", bound)
    if lexicon.has("deserving", lemma(head)) and not denied:
        return Judgement("support", "for", 0.55, "deserving", bound)
    would = any(word in lexicon.words["conditional"] for word in _auxiliaries(head))
    found = None if would else _blamed(head, stretch, lexicon, manner, bound)
    if denied and found is not None and found.kind == "accusation" and _blames_after(head, stretch, lexicon):
        return found  # "does not need excuses to pursue its aggression"
    if denied and manner == "speech" and doer is not None and doer.lower_ in ("they", "he", "she") and not would:
        return Judgement("accusation", "against", 0.4, "they", bound)
    if denied:
        kind: Kind = "rejection" if manner != "opinion" and not past(head) and not would else "assessment"
        return Judgement(kind, "against" if kind == "rejection" or not past(head) else "none", 0.5, "denial", bound)
    if not would and head.dep_ != "conj" and any(lexicon.has("void", lemma(token)) for token in (head, *kids(head, "conj"))):
        return Judgement("rejection", "against", 0.6, "void", bound)
    if manner == "opinion" and _feasible(head):
        return Judgement("proposal", "for", 0.5, "possibility", bound)
    if found is not None:
        return found
    return _valued(head, stretch, lexicon, manner, bound, would=would)


def _valued(head: Token, stretch: Stretch, lexicon: Lexicon, manner: Manner, bound: Stretch | None, *, would: bool) -> Judgement:
    """What words of value make of a clause that nothing else decides."""
    lemmas, doer = _lemmas(head, stretch), subject(head)
    if person(doer, lexicon) == "you" and head.doc[stretch[1] - 1].text == "?":
        return Judgement("accusation", "against", 0.4, "you", bound)
    if any(word in lexicon.words["bad"] for word in lemmas):
        return _deplored(head, doer, bound, would=would or (manner == "release" and kid(head, "cop") is not None and not past(head)))
    if any(word in lexicon.words["good"] for word in lemmas):
        valued = manner == "release" and kid(head, "cop") is not None and not past(head) and lemma(head) in lexicon.words["good"]
        return Judgement("support" if valued else "assessment", "for", 0.5, "good", bound)
    if manner == "speech" and doer is not None and doer.lower_ in ("they", "he", "she") and kid(head, "cop") is None and not would:
        return Judgement("accusation", "against", 0.4, "they", bound)
    plain = past(head) and kid(head, "cop") is None
    return Judgement("assessment", "none" if plain and manner != "opinion" else "for", 0.3, "plain", bound)


def _deplored(head: Token, doer: Token | None, bound: Stretch | None, *, would: bool) -> Judgement:
    """Something bad is said: of a course of action it is opposition, of an actor or what is his an accusation, else an assessment."""
    if would or kid(head, "csubj") is not None:
        return Judgement("opposition", "against", 0.5, "bad", bound)
    if doer is not None and _actor(doer):
        return Judgement("accusation", "against", 0.5, "bad", bound, tuple(performers(doer)))
    return Judgement("assessment", "against", 0.5, "bad", bound)


def _lemmas(head: Token, stretch: Stretch) -> list[str]:
    """The lemmas of a clause's words; rights and goods are no values."""
    words = [token for token in head.doc[stretch[0] : stretch[1]] if token.is_alpha or "-" in token.text]
    return [lemma(token) for token in words if token.text not in ("rights", "goods")]


def _blamed(head: Token, stretch: Stretch, lexicon: Lexicon, manner: Manner, bound: Stretch | None) -> Judgement | None:
    """An accusation by its words of blame, unless first persons tell it of themselves, or an author of nobody."""
    doer, blames = subject(head), _blames(head, stretch, lexicon)
    if not blames:
        return None
    if person(doer, lexicon) in ("we", "i") and not lexicon.has("perceiving", lemma(head)):
        return None
    if manner == "opinion" and not _actor(doer):
        return Judgement("assessment", "for", 0.5, "blame", bound)
    weight = 0.45 + 0.1 * min(len(blames), 3) + (0.1 if lemma(head) in lexicon.words["blame"] else 0)
    return Judgement("accusation", "against", weight, "blame", bound, tuple(performers(head)))


def _blames(head: Token, stretch: Stretch, lexicon: Lexicon) -> list[str]:
    """The words of blame in a clause; none where its doer acts against what they name ("to counter terrorism", "condemns the attack")."""
    words = lexicon.words["blame"]
    found = [token for token in head.doc[stretch[0] : stretch[1]] if lemma(token) in words]
    if found and head not in found:
        first = next((token.i for token in head.doc[stretch[0] : stretch[1]] if lexicon.has("countering", base(token, lexicon))), None)
        if first is not None:
            found = [token for token in found if token.i < first and token.i < head.i]
    return [lemma(token) for token in found]


def _blames_after(head: Token, stretch: Stretch, lexicon: Lexicon) -> bool:
    """Whether a noun of blame stands in what a denial is about: it is not what is denied, it is taken for granted."""
    words = head.doc[head.i + 1 : stretch[1]]
    return any(token.tag_[:2] == "NN" and lemma(token) in lexicon.words["blame"] and kid(token, "nmod:poss", "amod") for token in words)


def _actor(doer: Token | None) -> bool:
    """Whether a subject is somebody named or addressed, or is theirs."""
    owners = () if doer is None else (doer, *kids(doer, "nmod:poss", "compound"))
    return any(token.tag_.startswith("NNP") or token.text.lower() in ("you", "your") for token in owners)


def _feasible(head: Token) -> bool:
    """Whether an author says what can be done ("could be resolved by"): a recommendation put mildly."""
    return kid(head, "aux:pass") is not None and any(lemma(child) in ("can", "could") for child in kids(head, "aux"))


def turned(head: Token, lexicon: Lexicon) -> Stance:
    """The stance of what is wanted: against where the content is an end to something, or not to do something."""
    against = negated(head, lexicon) != (lemma(head) in lexicon.words["ending"] and kid(head, "obj", "nsubj:pass") is not None)
    return "against" if against else "for"
