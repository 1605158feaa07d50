"""Whole sentences, and paragraphs of them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from treebank.conllu import Paragraph
from treebank.newswire.nodes import (
    Node,
    Subject,
    adj,
    adp,
    adv,
    agreeing,
    be,
    cc,
    det,
    have,
    inflected,
    mark,
    name,
    noun,
    possessor,
    present,
    punct,
    row,
    to,
)  # fmt: skip
from treebank.newswire.predicates import Predicates
from treebank.newswire.words import VERBS

__all__ = ["Grammar", "newswire"]

# What a verb in a coordination governs: the first, and the last.
_FIRST_FRAMES, _LAST_FRAMES = ("np", "prep", "that", "np"), ("np", "that", "obj-to", "to", "prep")


def newswire(number: int, chance: random.Random) -> Iterator[Paragraph]:
    """A number of paragraphs, one to three sentences each; lemmas are not made, a word's form stands in their place."""
    grammar = Grammar(chance)
    for _ in range(number):
        yield tuple(row(grammar.sentence()) for _ in range(chance.choice((1, 1, 2, 3))))


class Grammar(Predicates):
    """Sentences by chance."""

    def sentence(self) -> Node:
        """A whole sentence."""
        makers: dict[Callable[[], Node], float] = {
            self._plain: 0.42, self._coordinated: 0.14, self._claim_first: 0.12, self._according: 0.06, self._two: 0.08,
            self._nominal: 0.06, self._quoted: 0.07, self._impersonal: 0.05, self._opened: 0.06, self._introduced: 0.05,
            self._release: 0.07, self._passive: 0.04, self._called: 0.03,
        }  # fmt: skip
        (maker,) = self._chance.choices(list(makers), list(makers.values()))
        return maker().after("punct", punct("."))

    def _plain(self) -> Node:
        """As "On Monday, Greece rejected the plan"."""
        tag = self._one(("VBD", "VBD", "VBD", "VBZ"))
        made = self.predicate(self.subject(), tag)
        if self._maybe(0.12):
            relation, when = self._when()
            if relation == "obl":
                made.before("punct", punct(",")).before(relation, when)
        elif self._maybe(0.06):
            made.before("punct", punct(",")).before("obl", self.place())
        return made

    def _coordinated(self) -> Node:
        """One subject, two or three predicates."""
        who = self.subject()
        tag = "VBD" if self._maybe(0.75) else present(who.plural)
        first = self.verb_phrase(tag, plural=who.plural, simple=self._maybe(0.5), frame=self._one(_FIRST_FRAMES))
        second = self.verb_phrase(tag, plural=who.plural, frame=self._one(_LAST_FRAMES))
        if self._maybe(0.2):
            middle = self.verb_phrase(tag, plural=who.plural, simple=True, frame="np")
            first.after("conj", middle.before("punct", punct(",")))
        second.before("cc", cc(self._one(("and", "and", "but"))))
        if self._maybe(0.25):
            second.before("punct", punct(","))
        return first.after("conj", second).before("nsubj", who.node)

    # Claims and who makes them

    def _said(self) -> Node:
        """As "the minister said on Tuesday", "said the minister"."""
        who = self.subject()
        tag = "VBD" if self._maybe(0.85) else present(who.plural)
        lemma = self._one(VERBS["that"]).split()[0] if self._maybe(0.4) else "say"
        said = Node(inflected(lemma)[tag], "VERB", tag, agreeing(who.plural, "Past" if tag == "VBD" else "Pres"))
        inverted = self._maybe(0.3) and who.node.upos != "PRON"
        said.after("nsubj", who.node) if inverted else said.before("nsubj", who.node)
        if self._maybe(0.35):
            said.after(*self._when())
        return said

    def _claim_first(self) -> Node:
        """As "The deal is dead, the minister said on Tuesday"."""
        return self._said().before("punct", punct(",")).before("ccomp", self.clause())

    def _quoted(self) -> Node:
        """As "“The deal is dead,” the minister said"; with the claim behind him, or before him with the comma outside."""
        claim = self.clause()
        if not self._maybe(0.35):
            quoted = claim.before("punct", punct("“")).after("punct", punct(",")).after("punct", punct("”"))
            return self._said().before("ccomp", quoted)
        said = self._said()
        if any(relation == "nsubj" for relation, _ in said.right):
            return said.before("punct", punct(",")).before("ccomp", claim.between("“", "”"))
        return said.after("punct", punct(self._one((":", ",")))).after("ccomp", claim.between("“", "”"))

    def _according(self) -> Node:
        """As "According to the ministry, …", "…, according to the ministry"."""
        source = self.subject().node
        source = self.office() if source.upos == "PRON" else source
        case = Node("according", "VERB", "VBG", "Tense=Pres|VerbForm=Part").after("fixed", adp("to"))
        claim = self.clause()
        if self._maybe(0.6):
            return claim.before("punct", punct(",")).before("obl", source.before("case", case))
        return claim.after("punct", punct(",")).after("obl", source.before("case", case))

    # Ways to begin

    def _impersonal(self) -> Node:
        """As "It is vital that …", "There was no deal"."""
        tag = self._one(("VBD", "VBZ"))
        if self._maybe(0.5):
            head = be(False, tag)
            head.upos = "VERB"
            thing = noun(self._word("nouns")).before("det", det(self._one(("no", "no", "a"))))
            if self._maybe(0.6):
                thing.after("nmod", self.thing(simple=True).before("case", adp(self._one(("for", "on", "in", "between", "of")))))
            return head.before("expl", Node("there", "PRON", "EX")).after("nsubj", thing)
        head = adj(self._word("adjectives")).before("cop", be(False, tag))
        head.before("expl", Node("it", "PRON", "PRP", "Case=Nom|Gender=Neut|Number=Sing|Person=3|PronType=Prs"))
        if self._maybe(0.5):
            return head.after("csubj", self.clause().before("mark", mark("that")))
        return head.after("csubj", self.verb_phrase("VB", simple=True).before("mark", to()))

    def _opened(self) -> Node:
        """As "Speaking to the council, …", "In a statement to the council, …"."""
        made = self.predicate(self.subject(), "VBD")
        if self._maybe(0.4):
            lemma, *rest = self._word("openings").split()
            opening = Node(inflected(lemma)["VBG"], "VERB", "VBG", "Tense=Pres|VerbForm=Part")
            thing = self.thing(simple=True)
            opening.after("obl", thing.before("case", adp(rest[0]))) if rest else opening.after("obj", thing)
            return made.before("punct", punct(",")).before("advcl", opening)
        word = self._word("publications")
        opening = noun(word).before("det", det("an" if word == "interview" else "a"))
        if self._maybe(0.5):
            opening.after("nmod", self.body().before("case", adp(self._one(("to", "with", "from")))))
        if self._maybe(0.7):
            made.before("punct", punct(","))
        return made.before("obl", opening.before("case", adp("in")))

    def _introduced(self) -> Node:
        """As "The country's foreign minister, Ana Costa, said …", or the other way round."""
        office = self.office()
        person = name(self._word("first_names")).after("flat", name(self._word("last_names")))
        who, other = (office, person) if self._maybe(0.5) else (person, office)
        return self.predicate(Subject(who.after("appos", other.between(",", ","))), self._one(("VBD", "VBD", "VBZ")))

    def _nominal(self) -> Node:
        """As "The head of the union called for cuts": long subjects before short predicates."""
        chief = self._word("chiefs")
        plural = chief == "members"
        head = noun(chief, plural)
        owner = self.body() if self._maybe(0.5) else self.group()
        if self._maybe(0.3) and not owner.left:
            owner.before("nmod:poss", possessor(self.state()))
        head.before("det", det("the")).after("nmod", owner.before("case", adp("of")))
        return self.predicate(Subject(head, plural), "VBD" if self._maybe(0.7) else "VBZ")

    # Particular ways of news and releases

    def _release(self) -> Node:
        """What a release says in the present: "We call on …", "The United States welcomes …, and urges …"."""
        who = self._fated((0.45, self._we), (0.75, lambda: Subject(self.state())), (0.85, self._two_states), (1, self._many))
        tag = present(who.plural)
        first = self.verb_phrase(tag, plural=who.plural)
        if who.node.form == "we":
            first.feats = "Mood=Ind|Number=Plur|Person=1|Tense=Pres|VerbForm=Fin"
        if self._maybe(0.3):
            first.near("advmod", adv(self._word("adverbs")))
        if self._maybe(0.4):
            second = self.verb_phrase(tag, plural=who.plural).before("cc", cc("and"))
            second.feats = first.feats
            first.after("conj", second.before("punct", punct(",")) if self._maybe(0.4) else second)
        return first.before("nsubj", who.node)

    @staticmethod
    def _we() -> Subject:
        return Subject(Node("we", "PRON", "PRP", "Case=Nom|Number=Plur|Person=1|PronType=Prs"), plural=True)

    def _many(self) -> Subject:
        return Subject(self.group(), plural=True)

    def _passive(self) -> Node:
        """As "The decision was condemned by …, who …"."""
        thing = self.thing()
        plural = thing.xpos in ("NNS", "NNPS")
        if thing.upos == "PRON":
            thing = noun(self._word("nouns")).before("det", det("the"))
        verb = self._participle()
        by = self.subject().node
        verb.after("obl:agent", (self.body() if by.upos == "PRON" else by).before("case", adp("by")))
        if self._maybe(0.4):
            verb.before("aux:pass", Node("been", "AUX", "VBN", "Tense=Past|VerbForm=Part")).before("aux", have(plural))
        else:
            verb.before("aux:pass", be(plural, "VBD"))
        return verb.before("nsubj:pass", thing)

    def _called(self) -> Node:
        """As "The minister called the deal “illegal and dangerous”"."""
        who = self.subject()
        verb = Node(inflected(self._word("naming"))["VBD"], "VERB", "VBD", agreeing(who.plural, "Past"))
        what = adj(self._word("adjectives"))
        if self._maybe(0.4):
            what.after("conj", adj(self._word("adjectives")).before("cc", cc("and")))
        return verb.after("obj", self.thing(simple=True)).after("xcomp", what.between("“", "”")).before("nsubj", who.node)

    def _two(self) -> Node:
        """Two clauses: "while …", "but …", "after …"."""
        first = self.predicate(self.subject(), "VBD", simple=True)
        second = self.predicate(self.subject(), "VBD", simple=True)
        if self._maybe(0.5):
            return first.after("conj", second.before("cc", cc(self._one(("and", "but")))).before("punct", punct(",")))
        second.before("mark", mark(self._one(("while", "after", "as", "because", "although", "if"))))
        if self._maybe(0.4):
            return first.before("punct", punct(",")).before("advcl", second)
        return first.after("advcl", second.before("punct", punct(",")) if self._maybe(0.6) else second)
