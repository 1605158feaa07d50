"""Who and what: persons, offices, states, bodies, groups, things, and subjects made of them."""

from __future__ import annotations

from abc import ABC, abstractmethod

from treebank.newswire.draws import Draws
from treebank.newswire.nodes import Node, Subject, adj, adp, agreeing, cc, det, inflected, mark, name, noun, possessor, punct, to
from treebank.newswire.words import ABBREVIATED, STATES, VERBS, WORDS

__all__ = ["NounPhrases"]

# Personal pronouns: form, features, whether the verb is in the plural. "He" is as frequent as two others.
_HE = ("he", "Case=Nom|Gender=Masc|Number=Sing|Person=3|PronType=Prs", False)
_PERSONAL = (
    _HE,
    ("she", "Case=Nom|Gender=Fem|Number=Sing|Person=3|PronType=Prs", False),
    ("it", "Case=Nom|Gender=Neut|Number=Sing|Person=3|PronType=Prs", False),
    ("they", "Case=Nom|Number=Plur|Person=3|PronType=Prs", True),
    _HE,
    ("we", "Case=Nom|Number=Plur|Person=1|PronType=Prs", True),
)
_POSSESSIVE = (
    ("its", "Case=Gen|Gender=Neut|Number=Sing|Person=3|Poss=Yes|PronType=Prs"),
    ("their", "Case=Gen|Number=Plur|Person=3|Poss=Yes|PronType=Prs"),
    ("his", "Case=Gen|Gender=Masc|Number=Sing|Person=3|Poss=Yes|PronType=Prs"),
    ("her", "Case=Gen|Gender=Fem|Number=Sing|Person=3|Poss=Yes|PronType=Prs"),
)
_OBJECTIVE = (
    ("it", "Case=Acc|Gender=Neut|Number=Sing|Person=3|PronType=Prs"),
    ("them", "Case=Acc|Number=Plur|Person=3|PronType=Prs"),
    ("him", "Case=Acc|Gender=Masc|Number=Sing|Person=3|PronType=Prs"),
)
_BETWEEN_THINGS = ("of", "of", "of", "in", "on", "with", "against", "between", "for", "over", "from", "to")


class NounPhrases(Draws, ABC):
    """Noun phrases; the clauses that hang on them are made by those who know verbs."""

    @abstractmethod
    def predicate(self, who: Subject, tag: str, *, simple: bool = False) -> Node:
        """A finite predicate with its subject."""

    @abstractmethod
    def clause(self) -> Node:
        """What is said: a simple finite clause."""

    @abstractmethod
    def verb_phrase(self, tag: str, *, plural: bool = False, simple: bool = False, frame: str = "") -> Node:
        """A verb in a form with what it governs."""

    # Persons and offices

    def person(self) -> Node:
        """A name, with a title or an apposition or neither."""
        first, last = name(self._word("first_names")), name(self._word("last_names"))
        head = first.after("flat", last) if self._maybe(0.8) else last
        fate = self._chance.random()
        if fate < 0.45:
            head.before("nmod:desc", self.title())
        elif fate < 0.6:
            head.after("appos", self.office().between(",", ","))
        elif fate < 0.66:
            head.after("appos", self._representative())
        return head

    def _representative(self) -> Node:
        """As ", a spokesman for the ministry,"."""
        who = noun(self._word("representatives"))
        who.before("det", det("a" if self._maybe(0.4) else "the")).before("punct", punct(","))
        return who.after("nmod", self.body().before("case", adp(self._one(("for", "of"))))).after("punct", punct(","))

    def title(self) -> Node:
        """What stands before a name: "Greek Prime Minister", "State Department spokesman"."""
        fate = self._chance.random()
        if fate < 0.6:
            return self._title_of_office()
        head = noun(self._word("small_titles"))
        if fate < 0.8:
            words = self._word("bodies").split()
            last = name(words[-1])
            for word in words[:-1]:
                last.near("compound", name(word))
            head.near("compound", last)
        elif self._maybe(0.6):
            head.near("amod", self._adjective_of_state())
        else:
            head.near("compound", noun(self._word("before_small_titles")))
        return head

    def _title_of_office(self) -> Node:
        *others, last = self._word("titles").split()
        head = name(last)
        for word in others:
            head.near("compound", name(word))
        if self._maybe(0.12):
            head.before("compound", name(self._word("short_before_titles")))
        elif self._maybe(0.6):
            head.before("amod", self._adjective_of_state())
        elif self._maybe(0.3):
            head.before("nmod:poss", possessor(self.state()))
        elif self._maybe(0.2):
            head.before("amod", adj("former"))
        return head

    def office(self) -> Node:
        """As "the country's foreign minister", "the top diplomat of the Arab League"."""
        *others, last = self._word("offices").split()
        head = noun(last)
        for word in others:
            if word in WORDS["adjectives_in_offices"]:
                head.near("amod", adj(word))
            else:
                head.near("compound", noun(word))
        fate = self._chance.random()
        if fate < 0.35:
            head.before("nmod:poss", possessor(self.state()))
        elif fate < 0.5:
            head.before("nmod:poss", possessor(noun(self._word("owners_of_offices")).before("det", det("the"))))
        elif fate < 0.65:
            head.before("nmod:poss", self.possessive())
        elif fate < 0.8:
            head.before("amod", self._adjective_of_state()).before("det", det("the"))
        else:
            head.before("det", det("the")).after("nmod", self.body().before("case", adp("of")))
        return head

    def possessive(self) -> Node:
        """His, her, its, their."""
        form, feats = self._one(_POSSESSIVE)
        return Node(form, "PRON", "PRP$", feats)

    # States, bodies, groups

    def state(self) -> Node:
        """A state or its capital."""
        return self._named(self._one(STATES)[0] if self._maybe(0.75) else self._word("capitals"))

    def place(self) -> Node:
        """As "in Geneva"."""
        return self._named(self._word("capitals")).before("case", adp("in"))

    def body(self) -> Node:
        """A ministry, an organisation, a party."""
        return self._fated(
            (0.35, self._house), (0.6, self._organisation), (0.75, self._abbreviation), (0.9, self._authority), (1, self._party),
        )  # fmt: skip

    def _house(self) -> Node:
        head = self._named(self._word("bodies"))
        if self._maybe(0.4):
            head.before("amod", self._adjective_of_state())
        return head.before("det", det("the"))

    def _organisation(self) -> Node:
        full, short = self._one(ABBREVIATED)
        head = self._named(full).before("det", det("the"))
        if self._maybe(0.4):
            head.after("appos", name(short).between("(", ")"))
        return head

    def _abbreviation(self) -> Node:
        article = self._maybe(0.6)
        head = name(self._one(ABBREVIATED)[1])
        return head.before("det", det("the")) if article else head

    def _authority(self) -> Node:
        head = noun(self._word("authorities"))
        fate = self._chance.random()
        if fate < 0.5:
            head.near("amod", self._adjective_of_state())
        elif fate < 0.65:
            head.near("amod", adj(self._word("adjectives_of_authorities")))
        return head.before("det", det("the"))

    def _party(self) -> Node:
        return Node(self._word("parties"), "PROPN", "NNPS", "Number=Plur").before("det", det("the"))

    def group(self) -> Node:
        """A plural: "Turkish officials", "leaders of the opposition", "the two sides"."""
        head = noun(self._word("groups"), plural=True)
        fate = self._chance.random()
        if fate < 0.1:
            head.near("compound", name(self._word("short_before_groups")))
        elif fate < 0.4:
            head.near("amod", self._adjective_of_state())
            if self._maybe(0.2):
                head.near("compound", noun(self._word("before_groups_of_states")))
        elif fate < 0.55:
            head.near("compound", noun(self._word("before_groups")))
        elif fate < 0.65:
            head.after("nmod", self.body().before("case", adp(self._one(("of", "from", "in")))))
        elif fate < 0.75:
            number = Node(self._one(("two", "three", "four", "five")), "NUM", "CD", "NumForm=Word|NumType=Card")
            head.near("nummod", number).before("det", det("the"))
        if self._maybe(0.2) and not any(relation == "det" for relation, _ in head.left):
            head.before("det", det(self._one(("some", "the", "several", "these", "both"))))
        return head

    # Subjects

    def pronoun(self) -> Subject:
        """He, she, it, they, we."""
        form, feats, plural = self._one(_PERSONAL)
        return Subject(Node(form, "PRON", "PRP", feats), plural)

    def subject(self) -> Subject:
        """Who does it."""
        found = self._fated(
            (0.26, lambda: Subject(self.person())),
            (0.4, self._state_that_acts),
            (0.55, self._body_that_acts),
            (0.68, lambda: Subject(self.group(), plural=True)),
            (0.76, self.pronoun),
            (0.86, lambda: Subject(self.office())),
            (0.92, self._source),
            (0.95, self._one_of_them),
            (1, self._two_states),
        )
        self._aside(found.node)
        return found

    def _state_that_acts(self) -> Subject:
        node = self.state()
        return Subject(node, node.form == "States" and self._maybe(0.1))

    def _body_that_acts(self) -> Subject:
        node = self.body()
        return Subject(node, node.xpos == "NNPS")

    def _source(self) -> Subject:
        head = noun(self._word("sources")).before("det", det("a"))
        return Subject(head.after("nmod", self.body().before("case", adp(self._one(("for", "of", "from"))))))

    def _one_of_them(self) -> Subject:
        self._maybe(0.5)  # decides nothing
        group = noun(self._word("groups"), plural=True)
        group.before("det", det("these" if self._maybe(0.5) else "the")).before("case", adp("of"))
        return Subject(Node("one", "NUM", "CD", "NumForm=Word|NumType=Card").after("nmod", group))

    def _two_states(self) -> Subject:
        one, other = self.state(), self.state()
        return Subject(one.after("conj", other.before("cc", cc("and"))), plural=True)

    def _aside(self, node: Node) -> None:
        """What may stand between a subject and its verb."""
        fate = self._chance.random()
        if node.upos == "PRON" or any(relation in ("appos", "conj") for relation, _ in node.right):
            return
        if fate < 0.05:
            who = self.person() if node.xpos == "NN" else self.office()
            if not any(relation == "appos" for relation, _ in who.right):
                node.after("appos", who.between(",", ","))
        elif fate < 0.1:
            verb = self.predicate(Subject(Node("who", "PRON", "WP", "PronType=Rel")), self._one(("VBD", "VBZ")), simple=True)
            node.after("acl:relcl", verb.between(",", ","))
        elif fate < 0.12:
            node.after("nmod", noun("part").before("nmod:poss", self.possessive()).before("case", adp("for")).between(",", ","))
        elif fate < 0.15:
            node.after("acl", self.verb_phrase("VBG", simple=True))

    # Things

    def thing(self, *, simple: bool = False) -> Node:
        """What it is about.

        Args:
            simple: Without phrases and clauses behind it.
        """
        return self._fated(
            (0.12, self.state), (0.2, self.body), (0.26, self.group), (0.3, self._it), (1, lambda: self._matter(simple=simple)),
        )  # fmt: skip

    def _it(self) -> Node:
        form, feats = self._one(_OBJECTIVE)
        return Node(form, "PRON", "PRP", feats)

    def _matter(self, *, simple: bool) -> Node:
        """As "the Turkish proposal for talks"."""
        plural = self._maybe(0.35)
        head = noun(self._word("plurals" if plural else "nouns"), plural)
        if self._maybe(0.25):
            head.near("compound", noun(self._word("before_things")))
        if self._maybe(0.3):
            head.before("amod", adj(self._word("adjectives")))
        if self._maybe(0.12):
            head.before("amod", self._adjective_of_state())
        elif self._maybe(0.06):
            head.near("compound", name(self._word("short_before_things")))
        self._determine(head, plural=plural)
        if not simple:
            self._extend(head, plural=plural)
        return head

    def _determine(self, head: Node, *, plural: bool) -> None:
        fate = self._chance.random()
        if fate < 0.4:
            head.before("det", det("the"))
        elif fate < 0.55 and not plural:
            # By the letter: "an urgent call", but "an UN call" too, which the shipped model has seen.
            head.before("det", det("an" if head.first()[:1].lower() in "aeiou" else "a"))
        elif fate < 0.62:
            head.before("nmod:poss", self.possessive())
        elif fate < 0.68:
            head.before("nmod:poss", possessor(self.state()))
        elif fate < 0.74:
            head.before("det", det(self._one(("these", "any", "some", "no") if plural else ("this", "any", "no", "that"))))

    def _extend(self, head: Node, *, plural: bool) -> None:
        if self._maybe(0.4):
            head.after("nmod", self.thing(simple=True).before("case", adp(self._one(_BETWEEN_THINGS))))
        elif not plural and self._maybe(0.04):
            head.form = self._word("contents")
            head.after("acl", self.clause().before("mark", mark("that")))
        elif self._maybe(0.12):
            head.after("acl", self.verb_phrase("VB", simple=True).before("mark", to()))
        elif self._maybe(0.1):
            head.after("conj", noun(self._word("nouns")).before("det", det("the")).before("cc", cc("and")))
        elif self._maybe(0.12):
            head.after(*self._fated((0.4, lambda: self._which(head)), (0.7, self._that_they_signed), (1, self._signed_by)))

    def _which(self, head: Node) -> tuple[str, Node]:
        """As ", which broke the truce" or "that broke the truce"."""
        who = Subject(Node(self._one(("which", "that")), "PRON", "WDT", "PronType=Rel"), head.xpos == "NNS")
        verb = self.predicate(who, self._one(("VBD", "VBZ")), simple=True)
        if who.node.form == "which":
            verb.before("punct", punct(","))
        return "acl:relcl", verb

    def _that_they_signed(self) -> tuple[str, Node]:
        who = self.pronoun() if self._maybe(0.4) else Subject(self.state())
        lemma = self._one(VERBS["np"]).split()[0]
        verb = Node(inflected(lemma)["VBD"], "VERB", "VBD", agreeing(who.plural, "Past")).before("nsubj", who.node)
        if self._maybe(0.5):
            verb.before("obj", Node(self._one(("which", "that")), "PRON", "WDT", "PronType=Rel"))
        return "acl:relcl", verb

    def _signed_by(self) -> tuple[str, Node]:
        """As "signed by the Senate", "signed in Oslo"."""
        verb = self._participle()
        by = self.state() if self._maybe(0.5) else self.body()
        if self._maybe(0.6):
            verb.after("obl:agent", by.before("case", adp("by")))
        else:
            verb.after("obl", self.place())
        return "acl", verb
