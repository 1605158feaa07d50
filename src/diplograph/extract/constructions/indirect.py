"""Cues with their subjects: "Germany announced that …", "both share an interest in …", "we urge …", "the move was condemned by …".

One candidate for each content; coordinated cues share their subject, coordinated contents their cue. Words in quotation marks that are
somebody's whole sentences belong to their speaker; a cue in them whose subject is another tells that other's position too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from diplograph.extract import passages
from diplograph.extract.acts import LEAST, act, denied
from diplograph.extract.doers import told_by
from diplograph.extract.holders import Holder, holder
from diplograph.extract.reading.cues import Content, Reading, read
from diplograph.extract.reading.parts import cited, governor, signalling
from diplograph.extract.reading.stretches import Stretch, noun_phrase, parted, trim
from diplograph.extract.reading.trees import (
    adposition,
    agent,
    base,
    hypothetical,
    is_verb,
    kid,
    kids,
    lemma,
    negated,
    passive,
    past,
    person,
    subject,
)
from diplograph.model import Candidate

if TYPE_CHECKING:
    from diplograph.extract.page import Page
    from diplograph.tree import Token

__all__ = ["cued"]

# What somebody is credited with doing in words, also where another speaker tells it.
_PRESENTED = ("proposal", "commitment", "demand", "acceptance", "threat")
# What goes before a verb of saying that leads on to a quotation.
_LEADS = frozenset({"who", "which", "that", "and", "but"})
# What makes an idiom as negative as it says.
_NONE = frozenset({"no", "none", "nothing"})
# Endings of nouns that name no holder ("the present rotation invites attack").
_ABSTRACT = ("tion", "sion", "ment", "ness", "ity", "ism", "ance", "ence", "ship", "ure")
# Who belongs to whom: "is one of those opposing it".
_THOSE = frozenset({"those", "that", "one", "few"})
# Parts of a number of people.
_PARTS = frozenset({"none", "few", "some", "many", "most", "all", "several"})
_PREDICATES = ("ROOT", "acl", "conj", "xcomp", "ccomp", "advcl")


def cued(page: Page) -> Iterator[Candidate]:
    """The statements that verbs, adjectives and idioms of the lexicon tell."""
    for token in page.doc:
        if not (token.dep_ in _PREDICATES or token.tag_.startswith("JJ") or is_verb(token)) or _so_called(token):
            continue
        reading = read(token, page.lexicon)
        if reading is None or reading.cue.pos == "noun" or reading.cue.strength < LEAST:
            continue
        if reading.cue.measure and not _news(page, token):
            continue
        if _asks(page, token) or _elsewhere(page, token, reading) or _reported(page, token) or _describes(page, token, reading):
            continue
        object_ = _controller(token)
        if object_ is not None and _blamed(page, object_):
            continue  # "blamed Mali for rejecting it" (guide, convention 2)
        doer = object_ or (subject(token) if reading.cue.pos == "adjective" else _sayer(token, reading) or _doer(token))
        doer = _resumed(page, token, doer) or doer
        if doer is not None and any(page.lexicon.has(name, lemma(doer)) for name in ("positions", "remedies")) and _is_to(token):
            continue  # "its aim is to halt …" (`held`), "the first step is to admit …"
        if doer is not None and doer.tag_ in ("NN", "NNS") and _happens(page, token, doer):
            continue  # "the funding will also support other areas" is a sentence of the release's own
        who = holder(page, token, doer)
        if who is not None and not _claimed(page, reading, who):
            yield from _candidates(page, reading, who)


def _resumed(page: Page, token: Token, doer: Token | None) -> Token | None:
    """Who goes on with an act of his own behind what he reports of a thing: "said the talks had failed and called for sanctions"."""
    told = token.head
    if doer is None or token.dep_ != "conj" or told.dep_ != "ccomp" or told.head.tag_ != "VBD" or not token.text.endswith("ed"):
        return None
    if kid(token, "nsubj", "nsubj:pass", "aux", "aux:pass", "mark") is not None or token.i < told.i:
        return None
    thing = any(page.lexicon.has(name, lemma(doer)) for name in ("happenings", "policies", "undertakings", "events", "talking"))
    return subject(told.head) if thing and doer.tag_ in ("NN", "NNS") else None


def _so_called(token: Token) -> bool:
    """Whether a participle only distances the writer from a name: "so-called"."""
    return token.i > 1 and token.doc[token.i - 1].text == "-" and token.doc[token.i - 2].lower_ == "so"


def _controller(token: Token) -> Token | None:
    """Who does what a gerund tells behind another's name: "thanked Norway for | backing the treaty"."""
    if token.tag_ != "VBG" or token.dep_ not in ("advcl", "acl", "ccomp", "xcomp") or adposition(token) not in ("for", "of"):
        return None
    verb = token.head if is_verb(token.head) else token.head.head
    thing = kid(verb, "obj") or (kid(verb, "nsubj:pass") if passive(verb) else None)
    return thing if thing is not None and thing.i < token.i and kid(token, "nsubj") is None else None


def _blamed(page: Page, thing: Token) -> bool:
    """Whether somebody is the object of a verb of blame, so that what he does is told only to blame him."""
    cues = page.lexicon.of("verb", base(thing.head, page.lexicon))
    return any(cue.kind in ("accusation", "opposition", "rejection", "threat") for cue in cues)


def _claimed(page: Page, reading: Reading, who: Holder) -> bool:
    """Whether a position stands only in another's claim: what a speaker says that others think, want or oppose (guide, convention 2)."""
    if who.attributed is None or who.token is None:
        return False
    return reading.cue.kind not in _PRESENTED or page.lexicon.has("third", lemma(who.token))


def _news(page: Page, token: Token) -> bool:
    """Whether a deed is told as news: in a main clause, active, of a report or a release."""
    main = governor(token, page.lexicon).dep_ in ("ROOT", "conj")
    return page.genre in ("news", "release") and page.speech(token.i) is None and main and not passive(token)


def _asks(page: Page, token: Token) -> bool:
    """Whether the narrator only asks ("Will Russia agree?"), or a speaker whether others do; "as I said" says nothing new."""
    own = kid(token, "nsubj", "nsubj:pass")
    if own is not None and any(mark.lower_ == "as" for mark in kids(token, "mark")) and person(own, page.lexicon) is not None:
        return True
    inverted = own is not None and any(child.i < own.i for child in kids(token, "aux"))
    return token.sent[-1].text == "?" and (inverted or (token.dep_ == "ROOT" and page.speech(token.i) is None))


def _elsewhere(page: Page, token: Token, reading: Reading) -> bool:
    """Whether another construction has the content: a speech that the cue introduces, or a cue noun of which it is the light verb."""
    light = reading.frame == "np" and page.lexicon.has("light", base(token, page.lexicon))
    for content in reading.contents:
        if page.speech(content.head.i) is not None and page.speech(token.i) is None:
            return True
        if light and content.head.tag_ in ("NN", "NNS"):
            noun = read(content.head, page.lexicon)
            return noun is not None and noun.cue.pos == "noun" and bool(noun.contents)
    return False


def _describes(page: Page, token: Token, reading: Reading) -> bool:
    """Whether a cue only says which ones are meant: "entities that support the trade"; in a report of persons, "those who voted for it"."""
    if token.dep_ != "acl:relcl" or token.head.tag_.startswith("NNP") or (page.genre == "news" and reading.cue.judge):
        return False
    pronouns = ("who",) if page.genre == "news" else ("that", "who")
    pronoun = next((child for child in kids(token, "nsubj", "nsubj:pass") if child.lower_ in pronouns), None)
    return pronoun is not None and parted(token) != ","


def _happens(page: Page, token: Token, doer: Token) -> bool:
    """Whether a subject is a thing done or made, of which a body or an author tells in his own words."""
    told = page.genre in ("release", "opinion") and page.speech(token.i) is None
    noun = lemma(doer)
    holds = page.lexicon.has("institutions", noun) or page.lexicon.has("collectives", noun)
    thing = page.lexicon.has("happenings", noun) or (noun.endswith(_ABSTRACT) and not holds)
    return told and thing and not past(token) and token.dep_ in ("ROOT", "conj")


def _reported(page: Page, token: Token) -> bool:
    """Whether a cue is what somebody says of himself: the verb of saying above it takes its kind (`acts`)."""
    above = page.lexicon.of("verb", lemma(token.head)) if token.tag_ == "VBG" and token.dep_ != "advcl" else ()
    if any(cue.kind == "rejection" and len(cue.words) == 1 for cue in above):
        return True  # "denied seeking"
    node = token.head if token.dep_ == "conj" and kid(token, "nsubj") is not None else token
    if node.dep_ != "ccomp" or page.speech(token.i) is not None or subject(node.head) is None:
        return False
    doer = subject(token)
    says = any(cue.judge for cue in page.lexicon.of("verb", lemma(node.head)))
    return says and doer is not None and page.lexicon.has("third", lemma(doer))


def _sayer(token: Token, reading: Reading) -> Token | None:
    """Who breaks a sentence: "The tariffs, the ministry warned, would …"; the noun just before the verb."""
    doc, start = token.doc, token.sent.start
    if reading.frame != "that" or token.i + 1 >= len(doc) or doc[token.i + 1].text != ",":
        return None
    i = token.i - 1
    while i > start and doc[i].tag_ == "RB":
        i -= 1
    if i <= start or not any(word.text == "," for word in doc[start:i]):
        return None
    noun = token.doc[i]
    while noun.dep_ in ("flat", "compound") and noun.head.i > start and noun.head.tag_[:2] == "NN" and noun.head.i < token.i:
        noun = noun.head
    if kid(noun, "case") is not None:  # "France, aides to the minister said, would …"
        first = next((j for j in range(i, start, -1) if doc[j].text == ","), start)
        phrase = next((j for j in range(first + 2, i) if doc[j].tag_ == "IN"), None)
        return doc[phrase - 1] if phrase is not None else None
    return noun if noun.tag_[:2] in ("NN", "PR") and parted(noun) == "," else None


def _is_to(token: Token) -> bool:
    """Whether an infinitive is what something is: "is to halt"."""
    return token.i > 1 and token.doc[token.i - 1].lower_ == "to" and token.doc[token.i - 2].tag_ in ("VBZ", "VBD")


def _doer(token: Token) -> Token | None:
    """The subject; of a passive the agent."""
    if not (is_verb(token) and passive(token)):
        own = _member(_those(token, subject(token)))
        return own if own is not None or kid(token, "csubj", "cop") is not None else kid(token, "expl")  # "It is now threatening to"
    return agent(token) or next((child for child in kids(token, "obl") if any(lemma(mark) == "by" for mark in kids(child, "case"))), None)


def _those(token: Token, who: Token | None) -> Token | None:
    """Whom a participle describes of whom none or some are told something: "none of the ministers calling for war would go"."""
    if who is None or token.dep_ != "acl" or lemma(who) not in _PARTS:
        return who
    return next((child for child in kids(who, "nmod") if adposition(child) == "of"), who)


def _member(who: Token | None) -> Token | None:
    """Who is told to be among those who do something: "Two unions were among those backing her"."""
    if who is None or lemma(who) not in _THOSE or kid(who, "cop") is None or adposition(who) not in (None, "among"):
        return who
    return kid(who, "nsubj") or who


def _candidates(page: Page, reading: Reading, who: Holder) -> Iterator[Candidate]:
    contents: tuple[Content | None, ...] = reading.contents or (None,)
    for number, content in enumerate(contents):
        if content is None or not ((reading.frame == "np" and _again(reading, content)) or _thanks(page, reading, content)):
            yield from _candidate(page, reading, who, content, lead=number == 0, last=_onward(page, content))


def _thanks(page: Page, reading: Reading, content: Content) -> bool:
    """Whether a wish only leads on to a courtesy ("I want to thank"), or keeps a source unnamed ("asked not to be named")."""
    if reading.frame != "to":
        return False
    if _said(page, content.head):
        return True  # "wish to make clear that"
    unnamed = passive(content.head) and page.lexicon.has("naming", lemma(content.head))
    unnamed = unnamed or any(word.lower_ in ("anonymous", "unnamed") for word in page.doc[slice(*content.stretch)])
    return unnamed or page.lexicon.has("ceremony", lemma(content.head))


def _future(page: Page, token: Token) -> bool:
    return any(page.lexicon.has("future", child.text.lower()) for child in kids(governor(token, page.lexicon), "aux"))


def _before_speech(page: Page, head: Token, stretch: Stretch) -> Stretch:
    """A stretch of the narrator's words without the speech that begins in it: that has its own speaker and its own statements."""
    if page.speech(head.i) is not None:
        return stretch
    first = next((speech.stretch[0] - 1 for speech in page.speeches if max(head.i, stretch[0]) < speech.stretch[0] - 1 < stretch[1]), None)
    if first is None:
        return stretch
    while first > head.i + 1 and (page.doc[first - 1].text in ",:" or page.doc[first - 1].lower_ in _LEADS or _leads(page, first - 1)):
        first -= 1
    return trim(head, (stretch[0], first))


def _leads(page: Page, i: int) -> bool:
    """Whether a word only leads on to a quotation: "…, saying “…”"."""
    word = page.lexicon.forms.get(page.doc[i].lower_, "")
    return any(cue.judge and "quote" in cue.frames for cue in page.lexicon.of("verb", word))


def _rallies(page: Page, token: Token) -> bool:
    """Whether something was done only to say so: "took to the streets to demand his resignation"."""
    verb = token.head
    aims = token.dep_ in ("advcl", "xcomp", "acl") and token.tag_ == "VB" and page.lexicon.has("voicing", lemma(token))
    if verb.tag_[:2] == "NN":
        verb = verb.head  # "staged a march to demand"
    return aims and page.lexicon.has("rallying", lemma(verb)) and past(verb) and verb.i < token.i


def _said(page: Page, token: Token) -> bool:
    """Whether one says what one wishes to say: "We wish to make clear that"."""
    above, lexicon = token.head, page.lexicon
    says = any(cue.judge and "that" in cue.frames for cue in lexicon.of("verb", base(token, lexicon)))
    wished = says and token.dep_ == "xcomp" and lemma(above) in ("wish", "want", "like") and not negated(above, lexicon)
    return wished and person(subject(above), lexicon) in ("we", "i")


def _unwilling(reading: Reading) -> bool:
    """Whether "would" is a will: "would have none of it", "would have nothing to do with the talks"."""
    would = any(child.lower_ == "would" for child in kids(reading.head, "aux"))
    return would and bool((_NONE - {"no"}) & set(reading.cue.words)) and kid(reading.head, "mark") is None


def _again(reading: Reading, content: Content) -> bool:
    """Whether an object only takes up what was told before: "announced this change" (guide, convention 1)."""
    return reading.cue.kind in ("commitment", "proposal") and any(
        lemma(child) in ("this", "that", "such") for child in kids(content.head, "det")
    )


def _onward(page: Page, content: Content | None) -> int:
    """Where a claim ends because its speaker goes on with an act of his own; behind everything where he does not."""
    ends = (child for child in kids(content.head, "conj") if _resumed(page, child, subject(child)) is not None) if content else ()
    joined = next(((kid(child, "cc") or child).i for child in ends), None)
    return joined if joined is not None else len(page.doc)


def _candidate(page: Page, reading: Reading, who: Holder, content: Content | None, *, lead: bool, last: int) -> Iterator[Candidate]:
    token, cue = reading.head, reading.cue
    told = act(page, reading, content, who)
    turned = negated(token, page.lexicon) and not _NONE & set(cue.words)  # "have no intention" is as negative as it says
    if turned:
        found = denied(page, reading, told)
        if found is None:
            return
        told = found
    if told.kind in ("support", "acceptance", "proposal") and _future(page, token):
        told = replace(told, kind="commitment")  # "we will defend", "Spain will recognise": a plan binds
    if content is not None and content.head.i < last < content.stretch[1]:
        content = replace(content, stretch=trim(content.head, (content.stretch[0], last)))
    stretch = passages.of_verb(page, reading, content, lead=lead)
    stretch = trim(token, (stretch[0], min(stretch[1], max(last, token.i + 1))))
    said = cited(content.head, content.stretch) if content else None
    if content is not None and said is not None and not passages.shared(token, content):
        said = _before_speech(page, content.head, said)
        stretch = min(stretch[0], said[0]), max(stretch[1], said[1])  # the passage shows all that is said
    stretch = _before_speech(page, token, stretch)
    voice = who.voice
    if voice == "indirect" and who.attributed is None and page.quoted(stretch, 1 if cue.judge or "quote" in cue.frames else 3):
        voice = "direct"
    yield Candidate(
        span=page.span(stretch), kind=told.kind, stance=told.stance, voice=voice, attitude=told.attitude, rule=f"{cue.pos}:{cue.lemma}",
        confidence=round(cue.strength, 2), paragraph=page.parsed.number, cue_token=token.i, speaker=who.speaker, source_span=who.source,
        cue_span=page.span(signalling(token, reading.words[1])),
        content_span=page.span(said) if said else None,
        condition_span=page.span(told.condition) if told.condition else None,
        addressee_spans=tuple(page.span(noun_phrase(found, but=content.head if content else None)) for found in told.addressees),
        attributed_span=who.attributed, negated=turned, past=past(token),
        hypothetical=hypothetical(token, page.lexicon) and not (_unwilling(reading) or _said(page, token) or _rallies(page, token)),
        **(told_by(page, content.head, content.stretch, who.token) if cue.judge and content else {}),
    )  # fmt: skip
