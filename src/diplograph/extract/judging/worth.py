"""What words of blame and value make of a clause that no act and no modal decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplograph.extract.judging.judgement import Judgement, Manner, auxiliaries, phrases
from diplograph.extract.reading.cues import performers
from diplograph.extract.reading.stretches import Stretch
from diplograph.extract.reading.trees import adposition, base, kid, kids, lemma, negated, past, person, subject
from diplograph.model import Kind, Stance

if TYPE_CHECKING:
    from diplograph.lexicon import Lexicon
    from diplograph.tree import Token

__all__ = ["worth"]

# Lists of fixed phrases and what they make of a clause, in order; the first and the third hold of denied clauses too.
_PHRASES: tuple[tuple[str, Kind, Stance], ...] = (
    ("void_phrases", "rejection", "against"),
    ("blame_phrases", "accusation", "against"),
    ("oppose_phrases", "opposition", "against"),
    ("demand_phrases", "demand", "for"),
    ("support_phrases", "support", "for"),
    ("commit_phrases", "commitment", "for"),
    ("accept_phrases", "acceptance", "for"),
)
_DENIED = frozenset({"void_phrases", "oppose_phrases"})


def worth(head: Token, stretch: Stretch, lexicon: Lexicon, manner: Manner, bound: Stretch | None) -> Judgement:
    """A denial, blame or praise, by the clause's words; an assessment where there is none of them."""
    doer = subject(head)
    denied = negated(head, lexicon) and not any(token.tag_ in ("JJR", "RBR") for token in _near(head)) and not _foremost(head)
    told = None if denied else _declared(head, stretch, lexicon, manner, bound)
    if told is None and manner != "opinion":
        told = _phrased(head, stretch, lexicon, bound, denied=denied)
    if told is not None:
        return told
    would = any(word in lexicon.words["conditional"] for word in auxiliaries(head)) and not _none_could(head)
    if manner == "speech" and not denied and _harms(head, doer, lexicon):
        return Judgement("opposition", "against", 0.5, "harming", bound)
    found = None if would else _blamed(head, stretch, lexicon, manner, bound)
    if denied:
        if found is not None and found.kind == "accusation" and (_blames_after(head, stretch, lexicon) or _but(head, stretch)):
            return found  # "does not need excuses to pursue its aggression", "the problem is not with us but with its scheme to destroy"
        return _denied(head, lexicon, manner, bound, would=would)
    if not would and head.dep_ != "conj" and any(lexicon.has("void", lemma(token)) for token in (head, *kids(head, "conj"))):
        return _unacceptable(head, doer, lexicon, bound) or Judgement("rejection", "against", 0.6, "void", bound)
    if manner == "opinion" and _feasible(head):
        return Judgement("proposal", "for", 0.5, "possibility", bound)
    return found or _valued(head, stretch, lexicon, manner, bound, would=would)


def _declared(head: Token, stretch: Stretch, lexicon: Lexicon, manner: Manner, bound: Stretch | None) -> Judgement | None:
    """What a clause that is not denied declares by its predicate: open doors, what is required, needed, deserved or prized."""
    doer = subject(head)
    if doer is not None and lexicon.has("doors", lemma(doer)) and set(_lemmas(head, stretch)) & lexicon.words["ajar"]:
        return Judgement("proposal", "conditional" if bound else "for", 0.6, "door", bound)
    if lexicon.has("deserving", lemma(head)):
        return Judgement("support", "for", 0.55, "deserving", bound)
    if any(True for _ in phrases(head.doc, stretch, lexicon.words["propose_phrases"])):
        return Judgement("proposal", "for", 0.6, "possibility", bound)  # "would do well to"
    if manner == "opinion":
        return None
    if kid(head, "cop") is not None and adposition(head) == "against":
        return Judgement("opposition", "against", 0.6, "against", bound)  # "I am against the war"
    if lexicon.has("requiring", lemma(head)):
        return Judgement("demand", "for", 0.55, "requiring", bound)
    if manner == "speech" and _needed(head, doer, lexicon):
        return Judgement("demand", "for", 0.5, "needed", bound)
    return Judgement("support", "for", 0.55, "prized", bound) if _prized(head, doer, lexicon) else None


def _foremost(head: Token) -> bool:
    """Whether "nothing" only says what comes first: "nothing is more important than peace"."""
    nothing = [token for token in (head, *kids(head, "nsubj", "obj")) if token.lower_ in ("nothing", "nobody", "none")]
    return bool(nothing) and any(token.lower_ in ("more", "less") or token.tag_ == "JJR" for token in head.doc[nothing[0].i : head.i + 4])


def _harms(head: Token, doer: Token | None, lexicon: Lexicon) -> bool:
    """Whether a plan or law is said to harm: "the plan would hurt small farms"."""
    return doer is not None and lexicon.has("policies", lemma(doer)) and lexicon.has("harming", lemma(head))


def _other(doer: Token | None, lexicon: Lexicon) -> bool:
    """Whether a doer is somebody other than who speaks: a name, an institution or its like."""
    if doer is None or person(doer, lexicon) is not None or doer.dep_ == "nsubj:pass":
        return False
    return doer.tag_.startswith("NNP") or lexicon.has("institutions", lemma(doer)) or doer.lower_ in ("they", "he", "she")


def _near(head: Token) -> tuple[Token, ...]:
    """A predicate with its object and what describes either."""
    things = tuple(kids(head, "obj", "amod"))
    return (head, *things, *(far for thing in things for far in kids(thing, "amod")))


def _denied(head: Token, lexicon: Lexicon, manner: Manner, bound: Stretch | None, *, would: bool) -> Judgement:
    """What a negated clause does: it blames, opposes, supports the only way there is, or rejects."""
    doer = subject(head)
    found = _refusing(head, doer, lexicon, bound, would=would) if manner == "speech" else None
    if found is not None:
        return found
    if manner != "opinion" and (_unfit(head, doer, lexicon) or lexicon.has("justifying", lemma(head))):
        return Judgement("opposition", "against", 0.5, "denial", bound)
    if _certain(head, lexicon):
        return Judgement("assessment", "for", 0.4, "certain", bound)
    if kid(head, "expl") is not None and any(lexicon.has("alternatives", lemma(token)) for token in (head, *kids(head, "nsubj"))):
        return Judgement("support", "for", 0.5, "denial", bound)  # "there is no alternative to talks"
    if would and manner != "opinion":  # "no state would accept such terms", "we would not want that"
        would = not (person(doer, lexicon) in ("we", "i") or lexicon.has("yielding", lemma(head)))
    told = past(head) or (manner == "speech" and _perfect(head) and not _first(doer, lexicon))  # "has not changed"
    kind: Kind = "rejection" if manner != "opinion" and not told and not would else "assessment"
    return Judgement(kind, "against" if kind == "rejection" or not past(head) else "none", 0.5, "denial", bound)


def _first(doer: Token | None, lexicon: Lexicon) -> bool:
    """Whether a subject is "we" or "I", not what is theirs: "our position has not changed"."""
    return doer is not None and doer.tag_.startswith("PRP") and person(doer, lexicon) in ("we", "i")


def _certain(head: Token, lexicon: Lexicon) -> bool:
    """Whether a denied doubt leads on to what is held: "there is no question that they want it"."""
    nouns = [token for token in (head, *kids(head, "nsubj")) if lexicon.has("doubts", lemma(token))]
    told = (child for noun in nouns for child in kids(noun, "acl", "ccomp", "acl:relcl") if child.i > noun.i)
    return kid(head, "expl") is not None and any(child.tag_ != "VBG" for child in told)


def _refusing(head: Token, doer: Token | None, lexicon: Lexicon, bound: Stretch | None, *, would: bool) -> Judgement | None:
    """What a speaker's denial is by its verb: what cannot be, what nobody knows, what others do not do, what one did not do."""
    found = _cannot(head, doer, lexicon, bound)
    if found is not None:
        return found
    if lexicon.has("unknowing", lemma(head)):
        return Judgement("assessment", "none", 0.45, "denial", bound)  # "nobody knows what happened"
    if doer is not None and doer.lower_ in ("they", "he", "she") and not would:
        return Judgement("accusation", "against", 0.4, "they", bound)
    if lexicon.has("virtues", lemma(head)) and _other(doer, lexicon):
        return Judgement("accusation", "against", 0.5, "denial", bound, tuple(performers(head)))  # "this government does not listen"
    if not past(head):
        return None
    if lexicon.has("perceiving", lemma(head)):
        shocked = any(token.lower_ in ("so", "such") for token in head.doc[head.i : head.sent.end])
        return Judgement("accusation" if shocked else "assessment", "against" if shocked else "none", 0.45, "seen", bound)
    if person(doer, lexicon) in ("we", "i") and lexicon.has("deeds", lemma(head)):
        return Judgement("rejection", "against", 0.5, "denial", bound)  # "we did not attack anybody"
    return None


def _phrased(head: Token, stretch: Stretch, lexicon: Lexicon, bound: Stretch | None, *, denied: bool) -> Judgement | None:
    """What a fixed phrase makes of a clause whatever its predicate: "out of the question", "a step in the right direction"."""
    for name, kind, stance in _PHRASES:
        found = phrases(head.doc, stretch, lexicon.words[name])
        if any(not denied or name in _DENIED or " no" in phrase or "cannot" in phrase for phrase in found):
            blamed = tuple(performers(head)) if kind == "accusation" else ()
            return Judgement(kind, stance, 0.5, name.removesuffix("_phrases"), bound, blamed)
    return None


def _unacceptable(head: Token, doer: Token | None, lexicon: Lexicon, bound: Stretch | None) -> Judgement | None:
    """What is called unacceptable is opposed where it is conduct; plans and terms that are called so are rejected."""
    if doer is None or not lexicon.has("inexcusable", lemma(head)) or lexicon.has("policies", lemma(doer)) or doer.tag_[:2] != "NN":
        return None
    return Judgement("opposition", "against", 0.55, "void", bound)


def _cannot(head: Token, doer: Token | None, lexicon: Lexicon, bound: Stretch | None) -> Judgement | None:
    """What must not go on or wait, in a speaker's mouth: "we cannot save our way out of it", "this can no longer be ignored"."""
    if not {"can", "could", "ca", "cannot"} & set(auxiliaries(head)):
        return None
    if lexicon.has("pending", lemma(head)):
        return Judgement("demand", "against", 0.5, "cannot", bound)
    own = person(doer, lexicon) in ("we", "you") or (doer is not None and doer.lower_ in ("those", "one", "nobody"))
    if not own or lexicon.has("yielding", lemma(head)) or kid(head, "cop") is not None:
        return None
    return Judgement("opposition", "against", 0.5, "cannot", bound)


def _needed(head: Token, doer: Token | None, lexicon: Lexicon) -> bool:
    """Whether somebody named is said to need a thing: "the country needs a strong opposition"."""
    thing = kid(head, "obj")
    if lemma(head) != "need" or thing is None or doer is None or past(head) or auxiliaries(head):
        return False
    return doer.tag_[:2] == "NN" and person(doer, lexicon) is None and thing.i > head.i


def _prized(head: Token, doer: Token | None, lexicon: Lexicon) -> bool:
    """Whether a thing is called a priority, an interest or a goal, or its importance is shown."""
    named = kid(head, "cop") is not None and any(lexicon.has("priorities", lemma(token)) for token in (head, *filter(None, [doer])))
    sole = any(lexicon.has("sole", child.lower_) for child in head.children)
    only = sole and kid(head, "cop") is not None and lexicon.has("ways", lemma(head))
    return named or only or any(lexicon.has("weight", lemma(token)) for token in kids(head, "obj"))


def _none_could(head: Token) -> bool:
    """Whether "could" is a reported "can": "there could be no truce"."""
    return kid(head, "expl") is not None and "could" in auxiliaries(head)


def _perfect(head: Token) -> bool:
    """Whether a predicate is in the present perfect: what has not been so far is told, not refused (guide, convention 8)."""
    return any(child.lower_ in ("has", "have", "’ve", "'ve") for child in kids(head, "aux"))


def _unfit(head: Token, doer: Token | None, lexicon: Lexicon) -> bool:
    """Whether a thing is said to be impossible or unjustified: "this cannot go on", "there is no justification for it"."""
    if kid(head, "expl") is not None:
        return any(lexicon.has("excuses", lemma(token)) for token in (head, *kids(head, "nsubj")))
    thing = _thing(doer, lexicon) or (doer is not None and doer.tag_ == "DT")
    return thing and bool({"can", "could"} & set(auxiliaries(head)))


def _but(head: Token, stretch: Stretch) -> bool:
    """Whether a denial goes on with what is true instead."""
    return any(token.lower_ == "but" for token in head.doc[head.i : stretch[1]])


def _valued(head: Token, stretch: Stretch, lexicon: Lexicon, manner: Manner, bound: Stretch | None, *, would: bool) -> Judgement:
    """What words of value make of a clause that nothing else decides."""
    lemmas, doer = _lemmas(head, stretch), subject(head)
    if person(doer, lexicon) == "you" and head.doc[stretch[1] - 1].text == "?":
        return Judgement("accusation", "against", 0.4, "you", bound)
    if any(word in lexicon.words["bad"] for word in lemmas):
        stated = manner == "release" and kid(head, "cop") is not None and not past(head)
        return _deplored(
            head, doer, bound, lexicon, would=would or stated or (manner == "speech" and _is(head, lexicon) and not _actor(doer))
        )
    if any(word in lexicon.words["good"] for word in lemmas):
        outright = kid(head, "cop") is not None and any(lexicon.has("good", lemma(token)) for token in (head, *kids(head, "amod")))
        this = doer is not None and doer.lower_ in ("it", "this", "that")
        thing = head.tag_ == "JJ" and _thing(doer, lexicon) and "have" not in auxiliaries(head)
        here = this and head.tag_ == "NN" and not past(head)  # "this is a victory"
        valued = outright and ((manner == "release" and not past(head)) or (manner == "speech" and (thing or here)))
        return Judgement("support" if valued else "assessment", "for", 0.5, "good", bound)
    they = doer is not None and doer.lower_ in ("they", "he", "she") and kid(head, "cop") is None
    if manner == "speech" and they and not would and not lexicon.has("wanting", lemma(head)):
        return Judgement("accusation", "against", 0.4, "they", bound)
    if manner == "speech" and _acts(head, doer, lexicon, would=would):
        return Judgement("accusation", "against", 0.4, "named", bound)
    plain = past(head) and kid(head, "cop") is None
    return Judgement("assessment", "none" if plain and manner != "opinion" else "for", 0.3, "plain", bound)


def _acts(head: Token, doer: Token | None, lexicon: Lexicon, *, would: bool) -> bool:
    """Whether somebody named is told to do something: what speakers say that others do is blame more often than not.

    Good words have been looked for before; what is suffered, and what is still to come, is nobody's fault.
    """
    if doer is None or doer.dep_ != "nsubj" or not doer.tag_.startswith("NNP") or would:
        return False
    done = head.tag_ in ("VBD", "VBZ", "VBP") or (
        head.tag_ in ("VBN", "VBG") and not any(child.tag_ == "MD" for child in kids(head, "aux"))
    )
    passing = lexicon.has("undergoing", lemma(head)) or lexicon.has("inert", lemma(head)) or lexicon.has("binding", lemma(head))
    return (
        done
        and not passing
        and not any(len(cue.words) == 1 for cue in lexicon.of("verb", lemma(head)))
        and kid(head, "cop", "aux:pass", "nsubj:pass", "expl", "mark") is None
    )


def _thing(doer: Token | None, lexicon: Lexicon) -> bool:
    """Whether a subject is a thing said or done, no actor and no pronoun."""
    return (
        doer is not None and doer.tag_ in ("NN", "NNS") and not lexicon.has("institutions", lemma(doer)) and person(doer, lexicon) is None
    )


def _is(head: Token, lexicon: Lexicon) -> bool:
    """Whether a thing is called bad outright: the predicate says so, not a phrase like "in danger", and no "may" before it."""
    predicative = kid(head, "cop") is not None and kid(head, "case", "aux") is None
    if head.tag_ == "VBG" and lexicon.has("bad", head.lower_) and kid(head, "obj") is None:
        doer = subject(head)  # "the decision is disappointing", but "the situation is worrying"
        return doer is not None and (lexicon.has("policies", lemma(doer)) or lexicon.has("conduct", lemma(doer)))
    return predicative and not past(head) and any(lexicon.has("bad", lemma(token)) for token in (head, *kids(head, "amod")))


def _deplored(head: Token, doer: Token | None, bound: Stretch | None, lexicon: Lexicon, *, would: bool) -> Judgement:
    """Something bad is said: of a course of action it is opposition, of an actor or what is his an accusation, else an assessment."""
    own = person(doer, lexicon) in ("we", "i")
    if not own and (would or kid(head, "csubj") is not None):
        return Judgement("opposition", "against", 0.5, "bad", bound)
    if doer is not None and _actor(doer):
        return Judgement("accusation", "against", 0.5, "bad", bound, tuple(performers(doer)))
    return Judgement("assessment", "against", 0.5, "bad", bound)


def _lemmas(head: Token, stretch: Stretch) -> list[str]:
    """The lemmas of a clause's words; rights and goods are no values."""
    words = [token for token in head.doc[stretch[0] : stretch[1]] if token.is_alpha or "-" in token.text]
    words = [token for token in words if token.lower_ != "greater"]  # needs and dangers are greater, too
    verbal = [head.lower_] if head.tag_ == "VBG" and kid(head, "aux", "cop") else []  # "is deeply disappointing", tagged as a verb
    return [*(lemma(token) for token in words if token.text not in ("rights", "goods")), *verbal]


def _blamed(head: Token, stretch: Stretch, lexicon: Lexicon, manner: Manner, bound: Stretch | None) -> Judgement | None:
    """An accusation by its words of blame, unless first persons tell it of themselves, or an author of nobody."""
    doer, blames = subject(head), _blames(head, stretch, lexicon)
    if manner == "speech":
        blames = [token for token in blames if not _breaks_down(token, lexicon)]
    if not blames:
        return None
    if person(doer, lexicon) in ("we", "i") and not lexicon.has("perceiving", lemma(head)):
        return None
    praised = kid(head, "cop") is not None and any(lexicon.has("good", lemma(token)) for token in (head, *kids(head, "amod")))
    if praised and manner != "opinion" and head not in blames and all(token.i > head.i for token in blames):
        return None  # "is a vital step for those who bear the scars of the attacks"
    if manner == "opinion" and not _actor(doer) and not any(_actor(token) for token in blames):
        return Judgement("assessment", "for", 0.5, "blame", bound)
    if manner == "speech" and not _actor(doer) and doer is not None:
        if lexicon.has("policies", lemma(doer)) and (lexicon.has("harming", lemma(head)) or kid(head, "cop") is not None):
            return Judgement("opposition", "against", 0.5, "blame", bound)  # "the reform threatens our pensions"
        if doer.tag_ in ("NN", "NNS") and all(lexicon.has("events", lemma(token)) for token in blames) and _eventful(head, doer, lexicon):
            return None  # "the bomb went off near a school"
    weight = 0.45 + 0.1 * min(len(blames), 3) + (0.1 if head in blames else 0)
    return Judgement("accusation", "against", weight, "blame", bound, tuple(performers(head)))


def _blames(head: Token, stretch: Stretch, lexicon: Lexicon) -> list[Token]:
    """The words of blame in a clause; none where its doer acts against what they name ("to counter terrorism", "condemns the attack")."""
    words = lexicon.words["blame"]
    found = [token for token in head.doc[stretch[0] : stretch[1]] if lemma(token) in words]
    if found and head not in found:
        first = next((token.i for token in head.doc[stretch[0] : stretch[1]] if lexicon.has("countering", base(token, lexicon))), None)
        if first is not None:
            found = [token for token in found if token.i < first and token.i < head.i]
    return found


def _breaks_down(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a thing is said to fail, which blames nobody: "the talks may fail"."""
    return lemma(verb) == "fail" and verb.tag_[:2] == "VB" and kid(verb, "xcomp", "obj") is None and _thing(subject(verb), lexicon)


def _eventful(head: Token, doer: Token, lexicon: Lexicon) -> bool:
    """Whether a clause only tells what happened: its subject is an event or what suffers it."""
    agent = kid(head, "obl:agent")
    if any(token.tag_.startswith("NNP") for token in (agent, *kids(head, "obl")) if token is not None):
        return False
    return doer.dep_ == "nsubj:pass" or lexicon.has("events", lemma(doer))


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
