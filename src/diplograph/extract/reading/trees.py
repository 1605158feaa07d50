"""Walks over a UD tree: who does what, whether it is negated or hypothetical.

Labels are those of UD English. The parser is small, so every walk ends after a few steps and takes a missing arc for an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diplograph.lexicon import Lexicon
    from diplograph.tree import Doc, Token

__all__ = [
    "adposition", "agent", "antecedent", "base", "finite", "hypothetical", "is_verb", "kid", "kids", "lemma", "negated", "passive", "past",
    "person", "resumes", "subject",
]  # fmt: skip

_SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass")
# How far up a walk goes for a subject; deeper embedding is rare and mostly a wrong parse.
_STEPS = 5
# Days that a small parser takes for subjects: "has today agreed".
_DAYS = frozenset({"today", "yesterday", "tonight", "tomorrow"})
# Determiners that stand for a noun before a verb.
_PRONOUNS = frozenset({"another", "both", "some", "others", "many", "most", "few", "several"})
# Of what is past these tell when it was, not on what condition.
_TIMES = frozenset({"until", "once"})
# What was done to those whose share is told.
_ASKED = frozenset({"polled", "surveyed", "interviewed", "questioned", "asked"})
# Participles that only describe whom they stand before.
_ATTRIBUTES = frozenset({"leading", "ruling", "visiting", "neighboring", "neighbouring", "opposing", "warring", "governing"})
# Tags of a noun, the noun behind it and a verb that only agrees with the second.
_MISMATCHED = frozenset({("NN", "NNS", "VBP"), ("NNS", "NN", "VBZ")})
_PERFECT = frozenset({"has", "have", "had"})


def lemma(token: Token) -> str:
    """A token's lemma in lower case; its word where the model gives none."""
    return token.lemma


def base(token: Token, lexicon: Lexicon) -> str:
    """The lemma of a cue verb by its form, where the tagger may not know the word; else the token's lemma."""
    return lexicon.forms.get(token.text.lower(), lemma(token))


def kids(token: Token, *deps: str) -> Iterator[Token]:
    """The dependents with one of some labels, in order."""
    return iter([child for child in token.children if child.dep_ in deps] if token.children else ())


def kid(token: Token, *deps: str) -> Token | None:
    """The first dependent with one of some labels."""
    for child in token.children:
        if child.dep_ in deps:
            return child
    return None


def is_verb(token: Token) -> bool:
    """Whether a token is a full verb; one that has a subject is, whatever it was tagged."""
    if token.dep_ in ("aux", "aux:pass", "cop"):
        return False
    if token.tag_.startswith("VB"):
        return token.dep_ not in ("amod", "compound") or _has_subject(token)
    if not token.children and token.dep_ != "acl":
        return False
    if token.tag_ in ("NN", "JJ") and token.text.endswith("ed") and any(child.lower_ in _PERFECT for child in kids(token, "aux")):
        return True  # "has vetoed a resolution"
    if token.tag_ == "JJ" and token.dep_ == "acl" and token.text.endswith("ed") and token.head.i < token.i:
        return True  # "The Greens appealed to both parties"
    if not _has_subject(token):
        return False
    if kid(token, "cop", "aux:pass") is not None:
        return token.tag_ == "JJ" and token.text.endswith("ing") and kid(token, "obj") is not None  # "is imposing restrictions"
    return token.tag_ == "JJ" or (token.tag_ in ("MD", "NNS", "NN") and kid(token, "obj", "ccomp", "xcomp") is not None)


def _has_subject(token: Token) -> bool:
    for child in token.children:
        if child.i > token.i:
            return False
        if child.dep_ in ("nsubj", "nsubj:pass"):
            return True
    return False


def finite(token: Token) -> bool:
    """Whether a predicate is finite: itself, by an auxiliary or by a copula; an infinitive with "to" is not."""
    if token.tag_ in ("VBD", "VBZ", "VBP", "MD"):
        return True
    if token.tag_ in ("JJ", "VBN") and is_verb(token) and _has_subject(token) and kid(token, "aux", "aux:pass") is None:
        return True
    helpers = [child for child in token.children if child.dep_ in ("aux", "aux:pass", "cop")]
    return any(child.tag_ in ("VBD", "VBZ", "VBP", "MD") for child in helpers)


def passive(verb: Token) -> bool:
    """Whether a verb is passive; a bare participle behind a noun ("opposed by") is."""
    if kid(verb, "aux:pass", "nsubj:pass") is not None or agent(verb) is not None:
        return True
    if _headless(verb):
        return False
    return verb.tag_ == "VBN" and verb.dep_ == "acl" and verb.head.dep_ != "ROOT"


def agent(verb: Token) -> Token | None:
    """By whom something is done; "by leading members" is no gerund."""
    led = (one for one in kids(verb, "advcl") if one.lower_ in _ATTRIBUTES and adposition(one) == "by")
    return kid(verb, "obl:agent") or next((found for one in led if (found := kid(one, "obj")) is not None), None)


def _headless(verb: Token) -> bool:
    """Whether a participle is the only verb of a sentence that the parser hung from a noun: "The head of the union called for cuts"."""
    if verb.tag_ != "VBN" or verb.dep_ != "acl" or not verb.text.endswith("ed") or verb.head.i > verb.i:
        return False
    root = verb.sent.root
    return root.tag_[:2] == "NN" and root.i < verb.i and not any(token.tag_ in ("VBD", "VBZ", "VBP", "MD") for token in verb.sent)


def antecedent(token: Token) -> Token | None:
    """The noun that a relative pronoun stands for, or None where the token is none."""
    if lemma(token) not in ("which", "who", "that", "whom", "whose") or not token.tag_.startswith("W"):
        return None
    node = token.head
    for _ in range(_STEPS):
        if node.dep_ in ("acl:relcl", "acl"):
            return _agreeing(token, node.head)
        node = node.head
    return None


def _agreeing(pronoun: Token, noun: Token) -> Token:
    """The noun that a relative clause is told of, or the one right before it where only that agrees with its verb."""
    near, verb = pronoun.doc[pronoun.i - 1], pronoun.head
    return near if noun != near and (noun.tag_, near.tag_, verb.tag_) in _MISMATCHED and pronoun.dep_ == "nsubj" else noun


def subject(verb: Token) -> Token | None:
    """Who does what a predicate says, also where a conjunct, participle or infinitive leaves it unsaid.

    A finite verb without one is given the noun phrase just before it, where that hangs from no preposition.

    Limits: object control ("urged Iran to") is answered with the subject of the upper verb; the caller who knows its cue knows better.
    """
    return _subject(verb) or _nearby(verb if verb.tag_ != "VBG" or verb.dep_ != "advcl" else verb.head)


def _nearby(verb: Token) -> Token | None:
    """The noun phrase just before a finite verb, a parenthesis between commas or brackets passed over; None where there is none."""
    perfect = any(helper.lower_ in _PERFECT for helper in kids(verb, "aux"))
    if (verb.tag_ not in ("VBD", "VBZ", "VBP") and not perfect) or verb.dep_ in ("acl:relcl", "acl"):
        return None
    doc, start, i = verb.doc, verb.sent.start, verb.i - 1
    while i > start and (doc[i].tag_ == "RB" or doc[i].is_space or doc[i].dep_ in ("aux", "aux:pass")):
        i -= 1
    if i > start and doc[i].text in (",", ")"):
        opening = {",": ",", ")": "("}[doc[i].text]
        i -= 1
        while i > start and doc[i].text != opening:
            i -= 1
        i -= 1
    if (share := _polled(doc, i, start)) is not None:
        return share
    if i < start or doc[i].tag_[:2] not in ("NN", "PR"):
        return None
    noun = doc[i]
    while noun.dep_ in ("flat", "compound", "nmod:desc") and noun.head.tag_[:2] == "NN" and noun.head.i < verb.i:
        noun = noun.head
    participle = noun.head  # "An official, | speaking in Oslo, | said": no verb of its own
    bare = participle.tag_ == "VBG" and noun.i < participle.i < verb.i and kid(participle, "aux") is None
    return noun if kid(noun, "case") is None and (bare or noun.dep_ not in ("nsubj", "nsubj:pass", "obj")) else None


def _polled(doc: Doc, i: int, start: int) -> Token | None:
    """The share of whom a participle says that they were asked: "52% of those polled | said"; None where there is none."""
    if doc[i].lower_ not in _ASKED or i - start < 3 or doc[i - 2].lower_ != "of":
        return None
    return doc[i - 3] if doc[i - 1].lower_ == "those" or doc[i - 1].tag_ == "NNS" else None


def resumes(verb: Token) -> bool:
    """Whether a past tense coordinated with a reported present goes on with the verb of saying: "said that it is … and | called for …"."""
    told = verb.head
    if verb.dep_ != "conj" or verb.i < told.i or not verb.text.endswith("ed") or verb.tag_ not in ("VBD", "VBN"):
        return False
    if (
        told.dep_ != "ccomp"
        or told.head.tag_ != "VBD"
        or told.head.i > told.i
        or kid(verb, "aux", "aux:pass", "nsubj", "nsubj:pass", "mark")
    ):
        return False
    helpers = [child for child in kids(told, "aux", "cop") if child.tag_ in ("VBZ", "VBP")]
    if any(lemma(child) == "have" for child in helpers) or kid(told, "aux:pass") is not None:
        return False  # "has left and joined"
    return told.tag_ in ("VBZ", "VBP") or bool(helpers)


def _subject(verb: Token) -> Token | None:
    node = verb.head.head if resumes(verb) else verb
    for _ in range(_STEPS):
        own = next((child for child in kids(node, *_SUBJECTS) if not child.is_space and child.lower_ not in _DAYS), None)
        own = own or _of_auxiliary(node)
        if own is not None and lemma(own) != "there":
            return antecedent(own) or own
        if node.dep_ in ("acl", "acl:relcl"):
            if _headless(node):
                return node.sent.root
            if node == verb or node.tag_ != "VBG" or verb.tag_ not in ("VBD", "VBZ"):
                return node.head
            node = node.head.head  # a finite verb goes on with the main verb: "accused X of moving and threatened to leave"
            continue
        if node.dep_ not in ("conj", "xcomp", "advcl", "parataxis", "ccomp", "csubj") or node.head == node:
            return None
        if node.dep_ in ("ccomp", "csubj", "parataxis") and finite(node) and not _goes_on(node):
            return None
        node = node.head
    return None


def _goes_on(verb: Token) -> bool:
    """Whether a past tense without a conjunction is the next in a list: "demanded “a truce,” strongly backed the envoy"."""
    return verb.dep_ == "parataxis" and verb.tag_ == verb.head.tag_ == "VBD" and verb.i > verb.head.i and kid(verb, "obj") is not None


def _of_auxiliary(verb: Token) -> Token | None:
    """The subject that a small parser hung from the auxiliary or a participle, or took for a determiner: "Another said"."""
    helper = kid(verb, "aux")
    if helper is not None and helper.children:
        return kid(helper, "nsubj")
    helper = kid(verb, "aux:pass")
    if helper is not None and lemma(helper) == "become" and (own := kid(helper, "nsubj")) is not None:
        return own  # "had become alarmed"
    led = next((child for child in kids(verb, "amod", "advcl") if child.i == child.sent.start and child.lower_ in _ATTRIBUTES), None)
    if led is not None and (found := kid(led, "obj")) is not None and not any(token.text == "," for token in verb.doc[led.i : verb.i]):
        return found  # "Leading advocates of reform argue"
    return next((child for child in kids(verb, "det") if child.i == verb.i - 1 and child.lower_ in _PRONOUNS), None)


def negated(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a predicate is negated, by an adverb, by "no" at its subject or object, or by "neither … nor"."""
    negators = lexicon.words["negators"]
    count = 0
    for child in verb.children:
        if child.dep_ in ("advmod", "neg", "det", "cc:preconj", "cc") and lemma(child) in negators and lemma(child) != "nor":
            count += not _only(child)
        elif child.lower_ == "longer" and child.i and child.doc[child.i - 1].lower_ == "no":
            count += 1
        elif child.dep_ in ("nsubj", "nsubj:pass", "obj", "expl") or (
            child.dep_ == "obl" and lemma(child) in ("way", "circumstance", "time")
        ):
            count += _empty(child, negators)
        elif child.dep_ in ("aux", "cop") and child.text.lower() in ("cannot", "can't", "won't"):
            count += 1
    return count % 2 == 1


def _empty(noun: Token, negators: frozenset[str]) -> bool:
    """Whether a noun phrase says that there is none: "no", "neither", "nobody"."""
    if lemma(noun) in negators:
        return True
    return any(lemma(child) in ("no", "neither", "not") and child.i < noun.i and not _only(child) for child in noun.children)


def _only(negator: Token) -> bool:
    """Whether a "not" is that of "not only", which denies nothing."""
    return negator.i + 1 < len(negator.doc) and negator.doc[negator.i + 1].text.lower() in ("only", "just", "merely", "simply")


def hypothetical(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a cue tells of no act: under a modal, in a condition, or as an infinitive that another verb has not made true."""
    node = verb
    while node.dep_ == "conj" and not _has_subject(node) and node.tag_ in ("VB", "VBP", "VBG") and node.head != node:
        node = node.head
    if _bare_infinitive(node) and lemma(node.head) not in lexicon.words["raising"] and not _hearsay(node):
        return True
    node = verb
    for _ in range(_STEPS):
        for child in node.children:
            if child.dep_ == "aux" and (lemma(child) in lexicon.words["hypothetical"] or _counterfactual(node, child)):
                return True
            if child.dep_ == "mark" and lemma(child) in lexicon.words["conditions"] and not (lemma(child) in _TIMES and past(node)):
                return True
        if node.dep_ not in ("conj", "xcomp") or node.head == node or (node.dep_ == "conj" and _has_subject(node)):
            return False
        node = node.head
    return False


def _hearsay(verb: Token) -> bool:
    """Whether an infinitive tells what is said to have been done: "is said to have pressed him"."""
    return passive(verb.head) and any(lemma(child) == "have" for child in kids(verb, "aux"))


def _counterfactual(verb: Token, helper: Token) -> bool:
    """Whether an auxiliary makes a condition of its clause by standing first: "Had Cairo accepted the draft, …"."""
    own = kid(verb, "nsubj", "nsubj:pass")
    return helper.lower_ == "had" and own is not None and helper.i < own.i < verb.i and verb.sent[-1].text != "?"


def _bare_infinitive(verb: Token) -> bool:
    """Whether a verb is an infinitive with "to" that depends on another word."""
    if verb.tag_ == "VBG" and verb.dep_ == "advcl" and verb.head.tag_[:2] in ("JJ", "VB") and adposition(verb) == "to":
        return True  # "committed to supporting"
    under = verb.dep_ in ("acl", "advcl", "xcomp", "ccomp", "csubj")
    return under and any(child.tag_ == "TO" and child.i < verb.i for child in verb.children)


def past(verb: Token) -> bool:
    """Whether a predicate is in the past tense or in the perfect."""
    participle = verb.tag_ in ("JJ", "VBN") and verb.text.endswith("ed") and _has_subject(verb)
    if verb.tag_ == "VBD" or (participle and kid(verb, "aux", "aux:pass", "cop") is None):
        return True
    return any(child.dep_ in ("aux", "aux:pass", "cop") and child.tag_ == "VBD" for child in verb.children)


def person(noun: Token | None, lexicon: Lexicon) -> str | None:
    """`we`, `i` or `you` where a noun phrase is that pronoun, or is owned by it ("our nations", "my team"); "the US" is no "us"."""
    if noun is None:
        return None
    owner = kid(noun, "nmod:poss")
    for token in (noun, owner):
        if token is None or token.text == "US":
            continue
        word = token.text.lower()
        for name, group in (("we", "first_plural"), ("i", "first_singular"), ("you", "second")):
            if word in lexicon.words[group]:
                return name
    return None


def adposition(noun: Token) -> str | None:
    """The preposition of a phrase, or the mark of a gerund ("for sending"); several words are joined by a blank."""
    found = next((child for child in noun.children if child.dep_ in ("case", "mark") and child.i < noun.i), None)
    if found is None:
        return None
    fixed = [lemma(child) for child in found.children if child.dep_ == "fixed"]
    return " ".join([found.text.lower(), *fixed])
