"""What is done and said: verbs with what they govern, predicates, clauses."""

from __future__ import annotations

from treebank.newswire.nodes import (
    Node,
    Subject,
    adj,
    adp,
    adv,
    agreeing,
    be,
    det,
    have,
    inflected,
    mark,
    name,
    noun,
    present,
    punct,
    to,
)  # fmt: skip
from treebank.newswire.nouns import NounPhrases
from treebank.newswire.words import VERBS

__all__ = ["Predicates"]

# Frames by how often they are drawn (`words.yaml` says what they are).
_SIMPLE = ("np", "np", "np", "prep")
_FRAMES = ("np", "np", "np", "that", "that", "to", "obj-to", "prep", "prep", "ing", "as", "for-to", "bare")
# Frames behind which there is room for times, places and participles.
_SHORT = ("np", "prep", "bare", "as")


class Predicates(NounPhrases):
    """Verbs with their subjects, objects and circumstances."""

    def verb_phrase(self, tag: str, *, plural: bool = False, simple: bool = False, frame: str = "") -> Node:
        """A verb in a form with what it governs.

        Args:
            tag: VB, VBD, VBZ, VBP, VBG or VBN (of the perfect).
            plural: What it agrees with.
            simple: Without clauses below.
            frame: One of the lexicon's frames; any if empty.
        """
        kind = frame or self._one(_SIMPLE if simple else _FRAMES)
        if kind == "np" and not simple and self._maybe(0.12):
            kind = "obj-ing"
        lemma, *rest = self._one(VERBS[kind]).split()
        feats = {
            "VB": "VerbForm=Inf", "VBG": "Tense=Pres|VerbForm=Part", "VBN": "Tense=Past|VerbForm=Part",
            "VBD": agreeing(plural, "Past"), "VBZ": agreeing(False, "Pres"), "VBP": agreeing(True, "Pres"),
        }[tag]  # fmt: skip
        verb = Node(inflected(lemma)[tag], "VERB", tag, feats)
        self._govern(verb, kind, rest[0] if rest else "")
        if not simple:
            self._circumstances(verb, late=kind in _SHORT)
        return verb

    def _govern(self, verb: Node, kind: str, case: str) -> None:
        """Hang on a verb what its frame wants; `case` is the preposition that belongs to it."""
        if kind == "np":
            verb.after("obj", self.thing())
        elif kind == "prep":
            verb.after("obl", self.thing().before("case", adp(case)))
        elif kind == "that":
            claim = self.clause()
            verb.after("ccomp", claim.before("mark", mark("that")) if self._maybe(0.65) else claim)
        elif kind == "to":
            verb.after("xcomp", self.verb_phrase("VB", simple=self._maybe(0.6)).before("mark", to()))
        elif kind == "ing":
            below = self.verb_phrase("VBG", simple=True)
            verb.after("advcl", below.before("mark", mark(case))) if case else verb.after("xcomp", below)
        elif kind != "bare":
            {"obj-ing": self._object_of_gerund, "obj-to": self._addressee, "for-to": self._wanted, "as": self._described}[kind](verb, case)

    def _object_of_gerund(self, verb: Node, case: str) -> None:
        """As "accused Iran of breaking the truce"."""
        verb.after("obj", self._fated((0.5, self.state), (1, lambda: self.group() if self._maybe(0.5) else self.person())))
        verb.after("advcl", self.verb_phrase("VBG", simple=True).before("mark", mark(case)))

    def _addressee(self, verb: Node, case: str) -> None:
        """As "urged Iran to free them", "called on Iran to free them"; whom words are said to is `iobj`, whom deeds move `obj`."""
        who = self._fated((0.5, self.state), (1, lambda: self.body() if self._maybe(0.5) else self.group()))
        if case:
            verb.after("obl", who.before("case", adp(case)))
        else:
            self._maybe(0.5)  # decides nothing
            verb.after("iobj" if verb.form.startswith(("urg", "tol", "tel", "ask")) else "obj", who)
        below = self._passive_infinitive() if self._maybe(0.12) else self.verb_phrase("VB", simple=self._maybe(0.6))
        verb.after("xcomp", below.before("mark", to()))

    def _wanted(self, verb: Node, _: str) -> None:
        """As "called for the ban to be lifted"."""
        who = self.thing(simple=True)
        if self._maybe(0.4):
            below = self._passive_infinitive().before("mark", to()).before("nsubj:pass", who)
        else:
            below = self.verb_phrase("VB", simple=True).near("mark", to()).before("nsubj", who)
        verb.after("advcl", below.before("mark", mark("for")))

    def _described(self, verb: Node, case: str) -> None:
        """As "described the move as a grave mistake", "called the move a mistake"."""
        verb.after("obj", self.thing(simple=True))
        what = noun(self._word("verdicts"))
        if self._maybe(0.5):
            what.near("amod", adj(self._word("adjectives")))
        what.before("det", det("an" if what.first()[:1] in "aeiou" else "a"))
        verb.after("obl", what.before("case", adp(case))) if case else verb.after("xcomp", what)

    def _passive_infinitive(self) -> Node:
        """As "be lifted"."""
        return self._participle().before("aux:pass", Node("be", "AUX", "VB", "VerbForm=Inf"))

    def _circumstances(self, verb: Node, *, late: bool) -> None:
        """When, where, how; `late`: behind all the rest too."""
        if late and self._maybe(0.3):
            verb.after(*self._when())
        if late and self._maybe(0.12):
            verb.after("obl", self.place())
        if verb.xpos in ("VBD", "VBZ", "VBP") and self._maybe(0.12):
            verb.near("advmod", adv(self._word("adverbs")))
        if late:
            self._accompany(verb)

    def _accompany(self, verb: Node) -> None:
        """As ", saying that …", "after meeting them", "despite the threat"."""
        if self._maybe(0.14):
            below = self.verb_phrase("VBG", frame=self._one(("that", "that", "np", "obj-to")))
            verb.after("advcl", below.before("punct", punct(",")))
        elif self._maybe(0.08):
            below = self.verb_phrase("VBG", simple=True)
            verb.after("advcl", below.before("mark", mark(self._one(("by", "after", "without", "before", "for")))))
        elif self._maybe(0.05):
            thing = self.thing(simple=True)
            verb.after("obl", thing.before("case", adp(self._one(("despite", "over", "after", "during", "amid", "since", "ahead")))))

    def _when(self) -> tuple[str, Node]:
        if self._maybe(0.2):
            span = noun(self._word("spans"))
            return "obl:unmarked", span.before("amod", adj(self._one(("last", "next", "last"))))
        day = name(self._word("days"))
        return ("obl:unmarked", day) if self._maybe(0.5) else ("obl", day.before("case", adp("on")))

    # Predicates

    def predicate(self, who: Subject, tag: str, *, simple: bool = False) -> Node:
        """A finite predicate with its subject.

        Args:
            who: The subject.
            tag: VBD or VBZ; where the subject is a plural, VBZ becomes VBP.
            simple: Without clauses below, and oftener a plain verb.
        """
        plural = who.plural
        fate = self._chance.random()
        if fate < 0.52 or (simple and fate < 0.8):
            verb = self.verb_phrase(present(plural) if tag == "VBZ" else tag, plural=plural, simple=simple)
        elif fate < 0.64:
            verb = self._perfect(plural=plural, simple=simple)
        elif fate < 0.74:
            verb = self._modal(simple=simple)
        elif fate < 0.82:
            did = Node("did", "AUX", "VBD", agreeing(plural, "Past"))
            does = Node("do" if plural else "does", "AUX", present(plural), agreeing(plural, "Pres"))
            verb = self.verb_phrase("VB", simple=simple).before("advmod", Node("not", "PART", "RB", "Polarity=Neg"))
            verb.before("aux", did if tag == "VBD" else does)
        elif fate < 0.88:
            verb = self.verb_phrase("VBG", simple=simple).before("aux", be(plural, tag))
        else:
            return self._suffered(plural=plural, tag=tag).before("nsubj:pass", who.node)
        return verb.before("nsubj", who.node)

    def _perfect(self, *, plural: bool, simple: bool) -> Node:
        auxiliary = have(plural) if self._maybe(0.7) else Node("had", "AUX", "VBD", agreeing(plural, "Past"))
        verb = self.verb_phrase("VBN", simple=simple)
        if self._maybe(0.3):
            verb.before("advmod", adv(self._word("adverbs_of_perfect")))
        return verb.before("aux", auxiliary)

    def _modal(self, *, simple: bool) -> Node:
        verb = self.verb_phrase("VB", simple=simple)
        if self._maybe(0.25):
            verb.before("advmod", adv("not"))
        return verb.before("aux", Node(self._one(("will", "would", "could", "should", "must", "may")), "AUX", "MD", "VerbForm=Fin"))

    def _suffered(self, *, plural: bool, tag: str) -> Node:
        """As "was vetoed by the Senate on Monday"."""
        verb = self._participle().before("aux:pass", be(plural, tag))
        if self._maybe(0.5):
            by = self._fated((0.3, self.person), (1, lambda: self.state() if self._maybe(0.5) else self.body()))
            verb.after("obl:agent", by.before("case", adp("by")))
        self._circumstances(verb, late=True)
        return verb

    # Clauses

    def clause(self) -> Node:
        """What is said: a simple finite clause."""
        fate = self._chance.random()
        tag = self._one(("VBD", "VBZ", "VBZ"))
        return self._being(tag) if fate < 0.25 else self.predicate(self.subject(), tag, simple=True)

    def _being(self, tag: str) -> Node:
        """As "The talks are vital", "The deal is the problem", "They are ready to sign it"."""
        node = self.thing(simple=True)
        who = self.pronoun() if node.upos == "PRON" else Subject(node, node.xpos in ("NNS", "NNPS"))
        # Drawn even where something else takes its place.
        head = adj(self._word("adjectives")) if self._maybe(0.6) else noun(self._word("nouns")).before("det", det("the"))
        if self._maybe(0.25):
            head = adj(self._word("disposed")).after("xcomp", self.verb_phrase("VB", simple=True).before("mark", to()))
        elif self._maybe(0.2):
            head = adj(self._word("concerned"))
            head.after("obl", self.thing(simple=True).before("case", adp(self._one(("about", "to", "for", "of", "over")))))
        return head.before("cop", be(who.plural, tag)).before("nsubj", who.node)
