"""What a cue with its content amounts to: the entry's own kind and stance, unless the content or a negation says otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from diplograph.extract.holders import himself
from diplograph.extract.judging import as_told, judge, turned
from diplograph.extract.reading.conditions import condition
from diplograph.extract.reading.cues import Content, Reading, read
from diplograph.extract.reading.parts import governor
from diplograph.extract.reading.stretches import Stretch, subtree
from diplograph.extract.reading.trees import base, hypothetical, is_verb, kid, kids, lemma, negated, passive, person, subject

if TYPE_CHECKING:
    from diplograph.extract.holders import Holder
    from diplograph.extract.page import Page
    from diplograph.lexicon import Lexicon
    from diplograph.model import Attitude, Kind, Stance
    from diplograph.tree import Token

__all__ = ["LEAST", "Act", "act", "denied", "own_act"]

# Cues and judgements that are trusted less than this make no statement (see the lexicon's `strength`).
LEAST = 0.4
_BINDING = ("commitment", "proposal", "acceptance", "support", "demand")
# A verb that is trusted as much means rejection wherever it stands.
_PLAIN = 0.6
# How far behind an object what it is called is looked for, in tokens.
_CALLED = 8
# Nouns of ending: their complement is what is unwanted.
_ENDS = frozenset({"end", "halt", "cessation", "stop"})
_BEING = frozenset({"is", "are", "’s", "'s"})
# What "I do not think" makes of an act that the thought would be.
_UNTHOUGHT: dict[str, Kind] = {"support": "opposition", "opposition": "assessment", "accusation": "assessment", "rejection": "assessment"}
# Modals under which a predicate tells of no act.
_OPEN = frozenset({"may", "might", "should", "must", "ought"})


@dataclass(frozen=True, slots=True)
class Act:
    """A statement's kind, its stance toward the content, and what hangs on it.

    Attributes:
        kind, stance, attitude: As in a Candidate.
        condition: The stretch of the condition.
        addressees: The heads of phrases that name who is addressed or meant to act.
    """

    kind: Kind
    stance: Stance
    attitude: Attitude
    condition: Stretch | None = None
    addressees: tuple[Token, ...] = ()


def act(page: Page, reading: Reading, content: Content | None, who: Holder) -> Act:
    """What a cue and one of its contents amount to, negation of the cue apart (`denied`)."""
    cue, lexicon = reading.cue, page.lexicon
    plain = Act(cue.kind, cue.stance, cue.attitude, None, reading.addressees)
    if content is None:
        return plain
    bound = condition(reading.head, content.stretch, lexicon) or condition(content.head, content.stretch, lexicon)
    if reading.frame == "as":
        told = _named(page, content, plain)
    else:
        told = _judged(page, reading, content, who) if cue.judge else _wanted(page, reading, content, plain)
        told = _shifted(page, reading, content, told)
    if bound is not None and not cue.judge and told.kind in _BINDING:
        told = replace(told, stance="conditional")
    elif bound is not None and told.kind == "threat":
        told = replace(told, stance="against")  # of the conduct that it deters (guide, convention 11)
    return replace(told, condition=told.condition or bound)


def _shifted(page: Page, reading: Reading, content: Content, told: Act) -> Act:
    """What a cue's own kind becomes by what it is about: conduct is blamed, policies opposed, what is owed demanded, talks proposed."""
    cue, lexicon = reading.cue, page.lexicon
    if cue.blame and _blames(page, content):
        return replace(told, kind="accusation", stance="against", attitude="holds_true")
    if told.kind == "accusation" and reading.frame == "np" and lexicon.has("policies", lemma(content.head)):
        return replace(told, kind="opposition", attitude="wants")
    if told.kind == "rejection" and reading.frame == "np" and lexicon.has("resisted", lemma(content.head)):
        return replace(told, kind="opposition")  # "reject any use of force"
    if told.kind in ("proposal", "demand", "support"):
        return _asked(page, reading, content, told)
    if told.kind == "commitment" and lexicon.has("readiness", cue.lemma) and _talks(page, content):
        return replace(told, kind="proposal")
    if told.kind == "commitment" and reading.frame in ("to", "that", "np") and _menaces(page, content):
        return replace(told, kind="threat", stance="against")
    return replace(told, kind="commitment") if told.kind == "acceptance" and _joint(page, reading, content) else told


def _asked(page: Page, reading: Reading, content: Content, told: Act) -> Act:
    """What a wish, a proposal or a demand is by whom it names: what is nobody's to do is supported, what is owed demanded."""
    cue, to = reading.cue, reading.frame == "to"
    if told.kind == "demand":  # "ordered his troops to begin leaving"
        mine = to and any(_serves(page, token) for token in reading.addressees)
        return replace(told, kind="commitment") if mine else told
    if told.kind == "support":  # "stressed the need for all parties to commit"
        named = reading.frame in ("for", "to") and "need" in cue.words and _named_before(reading, content)
        return replace(told, kind="demand") if named else told
    if cue.lemma in ("hope", "hope for") and _wished(reading, page.lexicon):
        return replace(told, kind="support")
    owed = reading.frame in ("np", "for") and _required(page, content)
    return replace(told, kind="demand") if owed or (to and _calls(reading, content)) else told


def _wished(reading: Reading, lexicon: Lexicon) -> bool:
    """Whether what is hoped for is nobody else's to do: "hopes to turn", "we hope that talks resume".

    What a named actor is hoped to do is proposed. Read by the surface, to the first verb, as small parsers lose such clauses.
    """
    doc, end = reading.head.doc, reading.head.sent.end
    for token in doc[reading.words[1] : end]:
        if token.tag_ in ("VBD", "VBZ", "VBP", "MD", "TO", "VB"):
            break
        body = lexicon.has("institutions", lemma(token)) and doc[token.i - 1].text != "-"  # not "six-party talks"
        if body or (token.text[:1].isupper() and token.text != "I") or token.lower_ in ("he", "she", "they", "you"):
            return False
    return True


def _serves(page: Page, token: Token) -> bool:
    """Whether a phrase names those who take orders, so that ordering them is a measure of one's own."""
    return page.lexicon.has("subordinates", lemma(token)) or page.lexicon.has("subordinates", token.lower_.removesuffix("s"))


def _menaces(page: Page, content: Content) -> bool:
    """Whether a promise is one of harm: a reprisal, or to hold somebody to account."""
    if page.lexicon.has("retaliating", lemma(content.head)):
        return True
    account = any(lemma(token) in ("account", "accountable") for token in page.doc[content.head.i : content.stretch[1]])
    return lemma(content.head) == "hold" and account


def _joint(page: Page, reading: Reading, content: Content) -> bool:
    """Whether several agree among themselves on a thing to come, rather than with what another has put forward."""
    doer = subject(reading.head)
    if "agree" not in reading.cue.words or reading.frame not in ("to", "on", "upon", "np"):
        return False
    if doer is None or page.lexicon.has("put_forward", lemma(content.head)):
        return False
    return doer.tag_ in ("NNS", "NNPS") or kid(doer, "conj") is not None or page.lexicon.has("councils", lemma(doer))


def _calls(reading: Reading, content: Content) -> bool:
    """Whether somebody is called upon by name of what he is: "called for the regime to end", but not "our call to end"."""
    return reading.cue.words[0] in ("call", "appeal", "plea") and not passive(content.head) and _named_before(reading, content)


def _named_before(reading: Reading, content: Content) -> bool:
    """Whether somebody stands between a cue and the infinitive that tells what he is to do."""
    if content.head.tag_ in ("NN", "NNS", "NNP"):
        own = kid(content.head, "acl")
        return own is not None and own.tag_ == "VB"
    if content.head.tag_ != "VB":
        return False
    between = content.head.doc[reading.words[1] : content.head.i]
    return any(token.tag_[:2] in ("NN", "PR") for token in between)


def _talks(page: Page, content: Content) -> bool:
    """Whether what one is ready for is talks: "ready to negotiate", "willing to discuss", "prepared for a dialogue"."""
    first = max(content.stretch[0], content.head.i - 1)
    return any(page.lexicon.has("talking", lemma(token)) for token in page.doc[first : content.stretch[1]] if _heads(token, content.head))


def _heads(token: Token, head: Token) -> bool:
    return head in (token, token.head)


def _judged(page: Page, reading: Reading, content: Content, who: Holder) -> Act:
    """What a verb of saying reports: the content decides."""
    cue = reading.cue
    plain = Act(cue.kind, cue.stance, cue.attitude, None, reading.addressees)
    doer = subject(content.head)
    own = himself(doer, who.token, page.lexicon) is not False
    inner = _own_words(page, content, who) if own else None
    if inner is not None:
        return replace(inner, addressees=(*reading.addressees, *inner.addressees))
    if _mandative(page, reading, content):
        return replace(plain, kind="proposal" if page.lexicon.has("suggesting", cue.lemma) else "demand", stance="for", attitude="wants")
    reported = own and who.speaker == "named" and who.voice == "indirect"
    found = judge(content.head, content.stretch, page.lexicon, "speech", reported=reported)
    onlooker = who.token is not None and page.lexicon.has("onlookers", lemma(who.token))
    if cue.kind == "threat" and (onlooker or not _deters(page, reading, content)):
        plain = replace(plain, kind="assessment", stance="for", attitude="holds_true")
    if cue.kind == "accusation" and doer is not None and page.lexicon.has("third", lemma(doer)):
        plain = replace(plain, kind="assessment", stance="for", attitude="holds_true")  # "claimed that he had only read it out"
    if onlooker and found.reason == "harming":
        return replace(plain, kind="assessment", stance="for", attitude="holds_true")
    found = as_told(found, content.head, page.lexicon, reported=reported)
    if found.reason == "denial" and page.lexicon.has("opining", cue.lemma):
        return replace(plain, stance="against")  # "felt that the sanctions were of no use"
    if (found.strength < LEAST and cue.kind != "assessment") or (cue.kind == "threat" and found.kind == "commitment"):
        return plain
    true = found.kind in ("assessment", "accusation") or found.reason == "denial"
    addressees = (*reading.addressees, *found.addressees)
    return Act(found.kind, found.stance, "holds_true" if true else "wants", found.condition, addressees)


def _mandative(page: Page, reading: Reading, content: Content) -> bool:
    """Whether a clause behind a past verb is only wanted: "suggested that the two sides meet", "insisted that all captives return"."""
    cue, head = reading.cue.lemma, content.head
    if not (page.lexicon.has("suggesting", cue) or page.lexicon.has("insisting", cue)):
        return False
    doer = subject(head)
    bare = head.tag_ in ("VB", "VBP") and lemma(head) != "be" and kid(head, "aux", "aux:pass", "cop") is None
    one = doer is not None and doer.tag_ in ("NN", "NNP")  # "insist that the fund keep out": no plain present
    return bare and (one or reading.head.tag_ == "VBD") and person(doer, page.lexicon) is None


def _deters(page: Page, reading: Reading, content: Content) -> bool:
    """Whether a warning tells an actor of harm to come to him: he is addressed, or its content has words of harm."""
    if any(token.tag_[:2] == "NN" and token.head == reading.head for token in reading.addressees):
        return True
    words = page.doc[content.stretch[0] : content.stretch[1]]
    return any(page.lexicon.has("harm", lemma(token)) for token in words)


def _own_words(page: Page, content: Content, who: Holder) -> Act | None:
    """The act in what somebody says of himself: "said that it opposes the plan", "indicated that they do not want to escalate"."""
    doer = subject(content.head)
    if doer is None and page.lexicon.of("adjective", content.head.lower_):
        doer = kid(content.head, "expl")  # "said it was ready to negotiate", where "it" is read as nobody
    if doer is None or not page.lexicon.has("third", lemma(doer)) or who.speaker != "named":
        return None
    return _inner(page, content.head)


def own_act(page: Page, head: Token) -> tuple[Kind, Stance] | None:
    """What a clause does if its doer is who says it: "his country welcomed the offer", "Mali will draw all consequences".

    None where its words bind, ask and refuse nothing.
    """
    inner = _inner(page, head)
    if inner is not None:
        planned = inner.kind in ("support", "acceptance", "proposal") and any(
            child.lower_ in ("will", "'ll") for child in kids(head, "aux")
        )
        return "commitment" if planned else inner.kind, inner.stance  # "Spain will recognise": a plan binds
    words = {child.text.lower() for child in kids(head, "aux")}
    if words & page.lexicon.words["conditions"] or kid(head, "cop", "expl") is not None or not is_verb(head):
        return None
    cues = [cue for cue in page.lexicon.of("verb", base(head, page.lexicon)) if len(cue.words) == 1]
    going = head.tag_ == "VBG" and not page.lexicon.has("undergoing", lemma(head))
    doing = going and not cues and bool(words & _BEING) and kid(head, "obj") is not None  # "is identifying the ship"
    measure = doing or (head.tag_ == "VBG" and any(cue.measure for cue in cues))
    if _disowned(page, head):
        return "rejection", "against"
    if not measure and not words & (page.lexicon.words["future"] | {"would", "'d"}):
        return None
    if negated(head, page.lexicon):
        unmoved = any(page.lexicon.has("unmoved", lemma(token)) for token in head.doc[slice(*subtree(head))])
        return "threat" if unmoved else "rejection", "against"
    bound = condition(head, subtree(head), page.lexicon)
    if (bound is not None and head.doc[max(bound[0] - 1, 0)].lower_ == "only") or any(child.lower_ == "only" for child in head.children):
        return "demand", "conditional"
    told = {lemma(token) for token in head.doc[slice(*subtree(head))]}
    if told & page.lexicon.words["consequences"] or (bound is not None and told & page.lexicon.words["harm"]):
        return "threat", "against"
    return "commitment", "conditional" if bound else "for"


def _disowned(page: Page, head: Token) -> bool:
    """Whether one's own deed is denied: "said Ethiopia was not thinking of war"; not knowing and not having are no deeds."""
    modal = any(child.tag_ == "MD" for child in kids(head, "aux"))
    if modal or not negated(head, page.lexicon) or page.lexicon.has("inert", lemma(head)) or passive(head):
        return False
    first, end = subtree(head)
    words = f" {page.doc.words(first, end).lower()} "
    return not any(f" {word} " in words for word in page.lexicon.words["not_yet"])


def _inner(page: Page, head: Token) -> Act | None:
    """The act that a clause's own predicate tells, under no modal but "will", "would" and a negated "can"."""
    head = (kid(head, "xcomp") if page.lexicon.has("copulas", lemma(head)) else None) or head  # "remains dedicated"
    inner = read(head, page.lexicon)
    if inner is None or inner.cue.judge or inner.cue.measure or inner.cue.strength < LEAST:
        return None
    no = negated(head, page.lexicon) and "no" not in inner.cue.words
    words = {lemma(child) for child in kids(governor(head, page.lexicon), "aux")}
    if words & _OPEN or (words & {"can", "could"} and not no) or (not words and hypothetical(head, page.lexicon)):
        return None
    told = Act(inner.cue.kind, inner.cue.stance, inner.cue.attitude, None, inner.addressees)
    if inner.contents:
        told = _shifted(page, inner, inner.contents[0], told)
    if no and "have" in words and told.kind == "support":
        return replace(told, kind="rejection", stance="against", attitude="holds_true")  # "said it had never backed the rebels"
    return denied(page, inner, told) if no else told


def _wanted(page: Page, reading: Reading, content: Content, plain: Act) -> Act:
    """What is demanded, promised or announced may be that something ends, or is not done."""
    lexicon, head = page.lexicon, content.head
    if reading.frame == "np" and lexicon.has("light", base(reading.head, lexicon)):
        # "reaffirm our commitment": the noun is what is told, also where its own frame was not found.
        nouns = [cue for cue in lexicon.of("noun", lemma(head)) if cue.strength >= LEAST]
        return replace(plain, kind=nouns[0].kind, stance=nouns[0].stance, attitude=nouns[0].attitude) if nouns else plain
    if plain.kind == "demand" and reading.frame == "np" and lemma(head) in _ENDS and kid(head, "nmod") is not None:
        return replace(plain, stance="against")  # "demanded an immediate end to the strikes"
    bare = head.tag_ == "VB" or reading.frame in ("to", "ing", "that")
    if plain.kind in ("demand", "commitment", "proposal") and bare and turned(head, lexicon) == "against":
        return replace(plain, stance="against") if plain.kind == "demand" or negated(head, lexicon) else plain
    if plain.kind == "commitment" and reading.frame == "that" and _breaks(head, lexicon):
        return replace(plain, kind="rejection", stance="against")  # "announced that the meeting has been called off"
    return plain


def _breaks(head: Token, lexicon: Lexicon) -> bool:
    """Whether a verb hardly tells anything but that somebody turns something down."""
    return any(cue.kind == "rejection" and cue.strength >= _PLAIN and len(cue.words) == 1 for cue in lexicon.of("verb", lemma(head)))


def _named(page: Page, content: Content, plain: Act) -> Act:
    """What a thing is called: void is rejection, good support, blameworthy accusation."""
    first, end = content.stretch
    thing = kid(content.head.head, "obj", "nsubj:pass")
    if thing is not None and thing != content.head and thing.i < content.head.i:
        first = max(
            first, thing.right_edge.i + 1 if thing.right_edge.i < content.head.i else thing.i + 1
        )  # what is called so tells nothing
    lemmas = {lemma(token) for token in page.doc[first : min(end + _CALLED, page.doc[first].sent.end)]}
    disputed = thing is not None and page.lexicon.has("charges", lemma(thing))
    if lemmas & page.lexicon.words["void"] or (disputed and plain.kind == "assessment" and lemmas & page.lexicon.words["blame"]):
        return replace(plain, kind="rejection", stance="against", attitude="holds_true")
    policy = thing is not None and page.lexicon.has("policies", lemma(thing))
    if policy and plain.kind == "assessment" and lemmas & page.lexicon.words["blame"]:
        return replace(plain, kind="opposition", stance="against", attitude="wants")
    if lemmas & page.lexicon.words["blame"]:
        return replace(plain, kind="accusation", stance="against", attitude="holds_true")
    if lemmas & page.lexicon.words["good"]:
        return replace(plain, kind="support", stance="for", attitude="holds_true")
    if lemmas & page.lexicon.words["bad"] and plain.kind == "assessment":
        return replace(plain, kind="opposition", stance="against", attitude="wants")
    quoted = page.quoted((first, min(end + _CALLED, page.doc[first].sent.end)), 1)
    return replace(plain, kind="opposition", stance="against", attitude="wants") if quoted and plain.kind == "assessment" else plain


def _blames(page: Page, content: Content) -> bool:
    """Whether a content names somebody's conduct: a name that does or owns it, or words of blame; what may come is nobody's yet."""
    if any(lemma(child) in ("may", "might", "could") for child in kids(content.head, "aux")) or page.lexicon.has(
        "states", lemma(content.head)
    ):
        return False
    words = page.doc[content.stretch[0] : content.stretch[1]]
    named = any(token.tag_.startswith("NNP") or token.lower_ == "forced" for token in words)
    if named and page.lexicon.has("conduct", lemma(content.head)):
        return True
    owned = any(token.dep_ in ("nmod:poss", "nsubj", "obl:agent") and token.tag_.startswith("NNP") for token in words)
    around = page.doc[content.stretch[0] : min(content.stretch[1] + 3, content.head.sent.end)]
    blamed = any(page.lexicon.has("blame", lemma(token)) for token in words)
    return owned or any(token.lower_ == "by" for token in around) or (named and blamed)


def _required(page: Page, content: Content) -> bool:
    """Whether a called-for content is one that somebody owes: a release, a withdrawal, an immediate end."""
    words = page.doc[content.stretch[0] : content.stretch[1]]
    return any(page.lexicon.has("required", lemma(token)) for token in words if content.head in (token, token.head))


def denied(page: Page, reading: Reading, told: Act) -> Act | None:
    """What "did not …" or "has no …" makes of an act; None where it leaves nothing.

    "has not yet …" is an assessment without stance whatever the cue (guide, convention 8).
    """
    first, end = subtree(reading.head)
    words = f" {page.doc.words(first, end).lower()} "
    nothing = replace(told, kind="assessment", stance="none", attitude="holds_true")
    if reading.cue.pos == "noun":
        turn: dict[str, Kind] = {"commitment": "rejection", "support": "opposition"}
        if told.kind not in turn:
            return nothing
        return replace(told, kind=turn[told.kind], stance="against", attitude="wants")
    how = reading.cue.negated
    if how == "none" or any(f" {word} " in words for word in page.lexicon.words["not_yet"]):
        return nothing
    if how == "drop":
        return None
    if how == "opposite" and told.kind in _UNTHOUGHT:
        kind = _UNTHOUGHT[told.kind]
        return replace(told, kind=kind, stance="against", attitude="wants" if kind == "opposition" else "holds_true")
    if how == "opposite":
        return replace(told, stance="for" if told.stance == "against" else "against")
    kind = cast("Kind", how)  # the lexicon lets nothing else in
    return replace(told, kind=kind, stance="against" if kind in ("rejection", "opposition") else "for", attitude="wants")
