"""Where a cue's content stands: the head of the clause, infinitive, gerund, object or phrase that a frame of the lexicon names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from diplograph.extract.reading.stretches import subtree
from diplograph.extract.reading.trees import adposition, antecedent, finite, is_verb, kid, kids, lemma, passive

if TYPE_CHECKING:
    from diplograph.lexicon import Cue
    from diplograph.tree import Token

__all__ = ["content", "participle"]

_ADPOSITIONS = ("IN", "RP", "RB", "TO")
_OBLIQUE = ("obl", "obl:agent", "nmod", "advcl", "acl", "obl:unmarked", "xcomp", "ccomp", "advmod")
_ASKS = frozenset({"whether", "why", "how", "what", "who", "if", "where"})
# With these another sentence says who says the one before: "Spain will recognise it, its leaders said".
_SAYS = frozenset({"say", "add", "tell", "write", "note", "report", "announce", "explain", "claim", "state", "warn", "argue"})
# Who can be wanted to act without a name.
_ASKED = frozenset({
    "government", "administration", "parliament", "congress", "council", "donor", "minister", "president", "authority", "side", "rebel",
    "party", "country", "nation", "army", "force", "police", "court", "bank", "company", "employer", "union", "member", "partner", "ally",
    "leader", "official", "department", "ministry", "agency", "commission", "committee",
})  # fmt: skip
# Nouns whose infinitive says what they are for.
_ALLOWING = frozenset({
    "right", "chance", "way", "opportunity", "time", "freedom", "power", "permission", "authority", "ability", "money", "plan", "place",
    "room", "something",
})  # fmt: skip
# Where somebody or something that is wanted away, or back, is wanted.
_AWAY = frozenset({"back", "out", "gone", "off", "away", "home", "down"})
# What adjectives end in.
_ADJECTIVAL = ("ic", "al", "ous", "ful", "less", "ible", "able", "ive", "ish", "ant", "ary")
# How far behind a cue "to" and its verb are looked for where the parse has none.
_REACH = 30


def content(token: Token, last: Token, frame: str, cue: Cue) -> Token | None:
    """The head of what stands in a frame, or None where nothing does.

    Args:
        token: The cue's head word.
        last: Its last word, the same for a cue of one.
        frame: One of the cue's frames; `verbs.yaml` explains them.
        cue: The lexicon's entry.
    """
    hosts = _noun_hosts(token, frame) if cue.pos == "noun" else (token,) if last == token else (token, last)
    if frame in ("that", "wh"):
        return _clause(hosts, frame)
    if frame in ("to", "obj-to", "np-to", "np-done"):
        found = _directed(token, hosts, frame)
        if frame == "to" and found is None and cue.pos == "verb" and "obj" in cue.who:
            found = _surface_infinitive(last)
        plain = cue.pos == "verb" and last.tag_[:2] != "NN"  # "attach importance to relations"
        return found if found is not None or plain else _phrase(token, hosts, "to") or _behind_to(token)
    match frame:
        case "bare":
            return token
        case "quote":
            return None  # quotation marks are read by `direct`
        case "ing":
            return _gerund(token, last)
        case "as":
            return _predicative(token)
        case "np":
            return _object(token, last, cue)
    return _phrase(token, hosts, frame)


def _noun_hosts(noun: Token, frame: str) -> tuple[Token, ...]:
    """From what the content of a noun may hang: the noun, its verb, and what stands beside it."""
    verb = (noun.head,) if noun.dep_ == "obj" and is_verb(noun.head) else ()
    return (noun, *verb, *_beside(noun, frame))


def _beside(noun: Token, frame: str) -> Iterator[Token]:
    """What else may carry the content of a noun: its participle, a noun joined to it, and who put a claim forward."""
    made = participle(noun)
    if made is not None:
        yield made
    for child in kids(noun, "conj", "nmod"):
        if child.tag_[:2] == "NN" and (child.dep_ == "conj" or (frame == "that" and adposition(child) == "by")):
            yield child


def _phrase(token: Token, hosts: tuple[Token, ...], preposition: str) -> Token | None:
    for host in (*hosts, *(() if _second(token) else kids(token, "obj"))):
        for child in kids(host, *_OBLIQUE):
            if adposition(child) == preposition and child.i > token.i:
                return child
    return None


def _behind_to(token: Token) -> Token | None:
    """A gerund behind the "to" of an adjective or noun: "committed to supporting"."""
    found = (child for child in kids(token, "advcl", "xcomp", "ccomp", "acl") if child.tag_ == "VBG" and child.i > token.i)
    return next((child for child in found if adposition(child) == "to"), None)


def _directed(token: Token, hosts: tuple[Token, ...], frame: str) -> Token | None:
    """What is to be done, and in the longer frames by whom."""
    if frame == "to":
        return _infinitive(hosts)
    return _asked(token, hosts) if frame == "obj-to" else _wanted(token, hosts) if frame == "np-to" else _undone(token)


def _asked(token: Token, hosts: tuple[Token, ...]) -> Token | None:
    """An infinitive with somebody named before it: "want Iran to"."""
    found = _infinitive(hosts)
    asked = kid(token, "obj") or (kid(found, "nsubj") if found is not None else None)
    return found if asked is not None and asked.i > token.i and (asked.tag_.startswith("NNP") or lemma(asked) in _ASKED) else None


def _wanted(token: Token, hosts: tuple[Token, ...]) -> Token | None:
    """An infinitive with whoever is to do it before it: "want the utility to explain itself", but not "want the right to vote"."""
    found = _infinitive(hosts)
    if found is None:
        return None
    asked = kid(token, "obj", "iobj") or kid(found, "nsubj")
    return found if asked is not None and token.i < asked.i < found.i and lemma(asked) not in _ALLOWING else None


def _undone(token: Token) -> Token | None:
    """A thing that is to be done, or to be elsewhere: "want the graves opened", "wants its money back", "want both sides gone"."""
    thing = kid(token, "obj")
    if thing is None or thing.i < token.i:
        return None
    after = [child for child in (*token.children, *thing.children) if child.i > thing.i]
    done = any(
        child.tag_ in ("VBN", "VBD")
        and child.dep_ in ("xcomp", "acl", "advcl", "ccomp")
        and kid(child, "obl:agent", "nsubj", "aux", "obj") is None
        for child in after
    )
    return thing if done or any(child.lower_ in _AWAY for child in after) else None


def _clause(hosts: tuple[Token, ...], frame: str) -> Token | None:
    for host in hosts:
        labels = ("ccomp", "acl", "csubj", "xcomp", "csubj:pass", *(("parataxis",) if frame == "that" else ()))
        for child in kids(host, *labels):
            if child.i > host.i and _told(child, frame):
                return child
        whole = next((one for one in kids(host, "acl:relcl") if _whole(host, one)), None) if frame == "that" else None
        if whole is not None:
            return whole
        if frame == "that":
            found = _before(host) or _unattached(host) or _cleft(host)
            if found is not None:
                return found
    return None


def participle(noun: Token) -> Token | None:
    """The participle with an agent that stands right behind a noun: "an offer already made by Chile"."""
    doc, i = noun.doc, noun.i + 1
    while i < len(doc) and doc[i].tag_ == "RB":
        i += 1
    if i >= len(doc) or doc[i].tag_ not in ("VBN", "VBD") or kid(doc[i], "obl:agent") is None or kid(doc[i], "aux", "aux:pass") is not None:
        return None
    return doc[i]


def _whole(noun: Token, child: Token) -> bool:
    """Whether a clause read as relative lacks nothing, so that it tells what a noun says: "statements that we will not defend them"."""
    that, own = noun.doc[noun.i + 1], kid(child, "nsubj", "nsubj:pass", "expl")
    if noun.tag_[:2] != "NN" or that.lower_ != "that" or that.head != child or own is None or own == that or not finite(child):
        return False
    if kid(child, "cop", "aux:pass", "xcomp", "ccomp") is not None:
        return True
    return any(one != that and one.i > child.i for one in kids(child, "obj"))


def _told(child: Token, frame: str) -> bool:
    """Whether a dependent is a clause that tells something, or asks it where the frame is `wh`."""
    own = kid(child, "nsubj", "nsubj:pass", "expl")
    subjunctive = child.dep_ == "ccomp" and child.tag_ == "VB" and own is not None
    if not (finite(child) or subjunctive) or (child.dep_ == "parataxis" and (own is None or lemma(child) in _SAYS)):
        return False
    marks = {lemma(mark) for mark in child.children if mark.i < child.i and mark.dep_ in ("mark", "advmod", "obj", "nsubj", "obl", "det")}
    return bool(marks & _ASKS) == (frame == "wh") and not (child.dep_ == "acl" and "that" not in marks)


def _unattached(host: Token) -> Token | None:
    """The clause of “said that …” where the parser lost the clause, but its mark or its subject stands there."""
    thing = kid(host, "obj")
    beside = kid(thing, "acl:relcl") if thing is not None and thing.i > host.i else None
    if beside is not None and finite(beside) and not any(child.tag_[0] == "W" for child in beside.children):
        return beside  # "said hundreds of fighters escaped", read as a relative clause
    after = host.doc[host.i + 1] if host.i + 1 < len(host.doc) else None
    if after is not None and after.text.lower() == "that" and after.dep_ == "mark" and after.head.i > host.i:
        return after.head
    return None


def _cleft(host: Token) -> Token | None:
    """The claim of "what she said is that …", "one thing that they have made clear is that …"."""
    doc, i = host.doc, host.i + 1
    if i + 1 >= len(doc) or doc[i].lower_ not in ("is", "was") or doc[i + 1].lower_ != "that" or doc[i + 1].dep_ != "mark":
        return None
    return doc[i + 1].head if doc[i + 1].head.i > i + 1 else None


def _before(verb: Token) -> Token | None:
    """A claim that stands before who makes it: "the permit is suspended, officials said"."""
    own = kid(verb, "nsubj")
    first = min(verb.i, own.left_edge.i) if own is not None else verb.i
    if first == 0 or verb.doc[first - 1].text != ",":
        return None
    for child in kids(verb, "ccomp", "parataxis"):
        if child.i < first and finite(child):
            return child
    apart = verb.dep_ == "parataxis" or (verb.dep_ == "conj" and kid(verb, "cc") is None)
    return verb.head if apart and verb.head.i < first and finite(verb.head) else None


def _infinitive(hosts: tuple[Token, ...]) -> Token | None:
    for host in hosts:
        for child in (
            *kids(host, "xcomp", "ccomp", "advcl", "acl", "csubj"),
            *(far for noun in kids(host, "obj", "obl", "iobj") for far in kids(noun, "acl")),
        ):
            if child.i > host.i and any(mark.tag_ == "TO" and mark.i > host.i for mark in child.children if mark.i < child.i):
                return child
    return None


def _surface_infinitive(last: Token) -> Token | None:
    """The bare verb behind "to", after the addressee, where the parser saw a preposition: "encouraging allies to restrict"."""
    doc = last.doc
    for i in range(last.i + 1, min(last.i + _REACH, last.sent.end - 1)):
        if doc[i].text in ".;:“”" or doc[i].tag_ in ("VBD", "VBZ", "VBP", "MD"):
            return None
        if doc[i].text.lower() == "to":
            verb = doc[i + 2] if doc[i + 1].tag_ == "RB" and i + 2 < len(doc) else doc[i + 1]
            if verb.tag_ == "VB" or (doc[i - 1].lower_ == "not" and verb.tag_ == "NN"):
                return verb
    return None


def _gerund(token: Token, last: Token) -> Token | None:
    for host in (token, last) if last != token else (token,):
        for child in kids(host, "xcomp", "ccomp", "obl", "advcl", "obj", "acl"):
            mark = adposition(child)
            if child.i > last.i and child.tag_ == "VBG" and (mark is None or mark == last.text.lower()):
                return child
    return None


def _predicative(token: Token) -> Token | None:
    thing = kid(token, "obj", "nsubj:pass") or next((child for child in kids(token, "obl") if adposition(child) is None), None)
    if thing is not None and thing.i > token.i and _called(thing):
        return thing
    if (second := _second(token)) is not None:
        return second
    beside = kid(token, "obl:unmarked")
    if thing is not None and beside is not None and beside.i > thing.i > token.i and kid(beside, "det") is not None:
        return beside  # "termed the decision a setback"
    quoted = kid(thing, "appos") if thing is not None and thing.i > token.i else None
    if thing is not None and quoted is not None and quoted.i > thing.i and quoted.left_edge.text == "“":
        return quoted  # "called the tariffs “a tax by another name”"
    for child in kids(token, "xcomp", "obl", "advcl"):
        if child.i > token.i and (
            (child.dep_ == "xcomp" and _valued(child) and adposition(child) in (None, "as")) or adposition(child) == "as"
        ):
            if any(mark.tag_ == "TO" for mark in child.children if mark.i < child.i):
                continue
            return child
    return thing if thing is not None and thing.i > token.i and _closes(thing) else None


def _valued(child: Token) -> bool:
    """Whether a predicate beside an object can say what that is called, not what it does: "seeing them | stepping up" does not."""
    doing = child.tag_ == "VBG" and adposition(child) is None and kid(child, "obj", "obl", "compound:prt", "advcl") is not None
    return child.tag_[:2] in ("JJ", "NN", "VB", "RB") and not doing


def _second(verb: Token) -> Token | None:
    """What a pronoun is called, read as a second object: "calling it a farce"."""
    things = [child for child in kids(verb, "obj", "iobj") if child.i > verb.i]
    named = len(things) == 2 and things[0].tag_ == "PRP" and things[0].i == verb.i + 1 and kid(things[1], "det") is not None
    return things[1] if named else None


def _closes(thing: Token) -> bool:
    """Whether a noun phrase ends with a quotation, in which stands what it is called: "called the attacks “cowardly acts.”"."""
    doc, end = thing.doc, subtree(thing)[1]
    behind = [token.text for token in doc[end - 1 : end + 2]]
    return behind[:1] == ["”"] or (behind[1:] == [".", "”"] and any(token.text == "“" for token in doc[thing.i : end]))


def _called(thing: Token) -> bool:
    """Whether an object is what something is called, read as one noun: "called the attack barbaric"."""
    before = thing.doc[thing.i - 1]
    beside = before.dep_ == "compound" and before.head == thing and before.tag_ == "NN" and kid(before, "det") is None
    return beside and thing.text.endswith(_ADJECTIVAL)


def _object(token: Token, last: Token, cue: Cue) -> Token | None:
    if passive(token):
        if token.dep_ == "acl":
            return token.head
        done = kid(token, "nsubj:pass", "nsubj")
        if done is None and token.dep_ == "conj" and passive(token.head):
            done = kid(token.head, "nsubj:pass", "nsubj")  # "was backed by one and rejected by another"
        return antecedent(done) or done if done is not None else None
    if last != token and last.tag_ in _ADPOSITIONS:
        word = last.text.lower()
        found = next(
            (child for child in kids(token, "obl", "nmod", "obj", "advcl") if child.i > last.i and adposition(child) in (word, None)), None
        )
        if found is None and last.head.i > last.i and last.dep_ == "case":
            found = last.head
        return found
    found = kid(last if cue.pos == "idiom" else token, "obj") or kid(token, "obj") or _more(token)
    if found is None and token.dep_ in ("amod", "compound") and token.head.i > token.i:
        return token.head
    if found is None:
        # "which the United States opposed": the object stands before its clause.
        return token.head if token.dep_ == "acl:relcl" and kid(token, "nsubj") is not None and _inside(token) else None
    return antecedent(found) or found


def _more(verb: Token) -> Token | None:
    """A "more" right behind its verb that the parser took for an adverb: "promising more if …"."""
    after = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else None
    return after if after is not None and after.lower_ == "more" and after.dep_ == "advmod" and after.head == verb else None


def _inside(verb: Token) -> bool:
    """Whether a relative clause has its subject inside, so that its noun is the object."""
    own = kid(verb, "nsubj")
    return own is not None and antecedent(own) is None
