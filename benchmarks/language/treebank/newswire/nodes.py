"""Words with what hangs on them, how they are written in a row, and the forms of verbs."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from treebank.conllu import Word
from treebank.newswire.words import DOUBLING, IRREGULAR

__all__ = [
    "Node", "Subject", "adj", "adp", "adv", "agreeing", "be", "cc", "det", "have", "inflected", "mark", "name", "noun", "passive",
    "possessor", "present", "punct", "row", "to",
]  # fmt: skip

# Signs without a space before them, and without one behind.
_CLOSE = frozenset({",", ".", ")", "”", "'s", "’s", "'", "’", "n't", ":", ";", "?", "-"})
_OPEN = frozenset({"(", "“", "-"})
_SIGNS = {"(": "-LRB-", ")": "-RRB-", "“": "``", "”": "''", ";": ":", ":": ":"}
_DETERMINERS = {
    "the": "Definite=Def|PronType=Art", "a": "Definite=Ind|PronType=Art", "an": "Definite=Ind|PronType=Art",
    "this": "Number=Sing|PronType=Dem", "these": "Number=Plur|PronType=Dem", "that": "Number=Sing|PronType=Dem",
    "some": "PronType=Ind", "any": "PronType=Ind", "no": "PronType=Neg", "both": "PronType=Tot",
}  # fmt: skip


@dataclass
class Node:
    """A word with what hangs on it, in order: `left` before it, `right` behind it, each a relation and a node."""

    form: str
    upos: str
    xpos: str
    feats: str = "_"
    left: list[tuple[str, Node]] = field(default_factory=list)
    right: list[tuple[str, Node]] = field(default_factory=list)

    def before(self, relation: str, other: Node) -> Node:
        """Put another node before everything."""
        self.left.insert(0, (relation, other))
        return self

    def near(self, relation: str, other: Node) -> Node:
        """Put another node directly before the word."""
        self.left.append((relation, other))
        return self

    def after(self, relation: str, other: Node) -> Node:
        """Put another node behind everything."""
        self.right.append((relation, other))
        return self

    def between(self, opening: str, closing: str) -> Node:
        """Put the whole between two signs."""
        return self.before("punct", punct(opening)).after("punct", punct(closing))

    def first(self) -> str:
        """The form that stands first."""
        node = self
        while node.left:
            node = node.left[0][1]
        return node.form


@dataclass
class Subject:
    """A subject with what its verb has to agree with."""

    node: Node
    plural: bool = False


def row(root: Node) -> tuple[Word, ...]:
    """A tree as a row of words; a comma before another or before the full stop is left out, as print has it."""
    nodes = _in_order(root, "root", None)
    following = [*(node for node, _, _ in nodes[1:]), punct(".")]
    nodes = [one for one, after in zip(nodes, following, strict=True) if one[0].form != "," or after.form not in (",", ".")]
    place = {id(node): number for number, (node, _, _) in enumerate(nodes)}
    forms = _spelt([node.form for node, _, _ in nodes])
    words = []
    for number, (node, relation, above) in enumerate(nodes):
        after_it = forms[number + 1] if number + 1 < len(forms) else " "
        space = after_it not in _CLOSE and forms[number] not in _OPEN
        head = number if above is None else place[id(above)]
        words.append(Word(forms[number], forms[number], node.upos, node.xpos, node.feats, head, relation, space))
    return tuple(words)


def _in_order(node: Node, relation: str, above: Node | None) -> list[tuple[Node, str, Node | None]]:
    """A node and all below it as they stand, each with its relation and its head."""
    found: list[tuple[Node, str, Node | None]] = []
    for label, child in node.left:
        found += _in_order(child, label, node)
    found.append((node, relation, above))
    for label, child in node.right:
        found += _in_order(child, label, node)
    return found


def _spelt(forms: list[str]) -> list[str]:
    """With "an" before vowels and a capital at the beginning; before u, "a" and "an" stay as they are."""
    for number, form in enumerate(forms[:-1]):
        if form == "a" and forms[number + 1][:1].lower() in "aeio":
            forms[number] = "an"
    capitals = (0, 1) if forms[0] in _OPEN and len(forms) > 1 else (0,)
    for number in capitals:
        forms[number] = forms[number][:1].upper() + forms[number][1:]
    return forms


@cache
def inflected(lemma: str) -> dict[str, str]:
    """The forms of a verb by tag."""
    consonant_y = lemma.endswith("y") and lemma[-2] not in "aeiou"
    stem = lemma[:-1] if lemma.endswith("e") else lemma + lemma[-1] if lemma in DOUBLING else lemma
    past, part = IRREGULAR.get(lemma) or (lemma[:-1] + "ied" if consonant_y else stem + "ed",) * 2
    if consonant_y:
        third = lemma[:-1] + "ies"
    elif lemma.endswith(("s", "sh", "ch", "x", "z", "o")):
        third = lemma + "es"
    else:
        third = lemma + "s"
    ing = lemma + "ing" if lemma.endswith("ee") else stem + "ing"
    return {"VB": lemma, "VBP": lemma, "VBZ": third, "VBD": past, "VBN": part, "VBG": ing}


def noun(form: str, plural: bool = False) -> Node:
    """A common noun."""
    return Node(form, "NOUN", "NNS" if plural else "NN", "Number=Plur" if plural else "Number=Sing")


def name(form: str) -> Node:
    """A word of a name."""
    return Node(form, "PROPN", "NNP", "Number=Sing")


def adj(form: str) -> Node:
    """An adjective."""
    return Node(form, "ADJ", "JJ", "Degree=Pos")


def adp(form: str) -> Node:
    """A preposition."""
    return Node(form, "ADP", "IN")


def adv(form: str) -> Node:
    """An adverb."""
    return Node(form, "ADV", "RB")


def det(form: str) -> Node:
    """An article or another determiner; "several" is an adjective to the treebank."""
    return adj(form) if form == "several" else Node(form, "DET", "DT", _DETERMINERS[form])


def punct(form: str) -> Node:
    """A sign."""
    return Node(form, "PUNCT", _SIGNS.get(form, form))


def mark(form: str) -> Node:
    """A conjunction that opens a clause."""
    return Node(form, "SCONJ", "IN")


def to() -> Node:
    """What stands before an infinitive."""
    return Node("to", "PART", "TO")


def cc(form: str) -> Node:
    """A conjunction between equals."""
    return Node(form, "CCONJ", "CC")


def possessor(owner: Node) -> Node:
    """An owner with his 's."""
    return owner.after("case", Node("'s", "PART", "POS"))


def agreeing(plural: bool, tense: str) -> str:
    """The features of a finite verb of the third person; the tense is `Pres` or `Past`."""
    return f"Mood=Ind|Number={'Plur' if plural else 'Sing'}|Person=3|Tense={tense}|VerbForm=Fin"


def present(plural: bool) -> str:
    """The tag of a present that agrees."""
    return "VBP" if plural else "VBZ"


def be(plural: bool, tag: str) -> Node:
    """A finite form of "be"."""
    if tag == "VBD":
        return Node("were" if plural else "was", "AUX", "VBD", agreeing(plural, "Past"))
    return Node("are" if plural else "is", "AUX", present(plural), agreeing(plural, "Pres"))


def have(plural: bool) -> Node:
    """A present of "have"."""
    return Node("have" if plural else "has", "AUX", present(plural), agreeing(plural, "Pres"))


def passive(lemma: str) -> Node:
    """The participle of a passive."""
    return Node(inflected(lemma)["VBN"], "VERB", "VBN", "Tense=Past|VerbForm=Part|Voice=Pass")
