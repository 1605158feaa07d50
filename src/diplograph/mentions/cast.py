"""Everybody in one article: short forms brought back to full ones, newcomers made of what the registry does not know."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from diplograph.mentions.names import plain
from diplograph.mentions.organisations import leftovers
from diplograph.mentions.people import given_sex, said_of, title_before, trade_after
from diplograph.mentions.view import Entity, Found, View
from diplograph.mentions.words import singular, words
from diplograph.registry import Newcomer, normalised

if TYPE_CHECKING:
    from diplograph.mentions.names import Names

__all__ = ["Cast", "Profile"]

_HOME = re.compile(r"[RDI]-\s?[A-Z][\w. ]*|[A-Z]")  # the party and state behind a senator's name
_INITIALS = 3  # letters that an acronym has at least
_OUTLETS = frozenset({"newspaper", "magazine", "broadcaster", "daily", "weekly", "website", "tabloid"})  # right before an outlet's name
_WORDS = 4  # that a person's name has
_PEOPLE = {"official", "commentator", "person"}


@dataclass(frozen=True, slots=True)
class Profile:
    """What pronouns and nouns can take up an actor by.

    Attributes:
        kind: `person`, `state`, `body`, `organization`, `armed_group`, `outlet` or `group`.
        sex: `male`, `female` or None.
        nouns: The nouns that the text or the registry has for it ("minister", "movement").
        state: IRI of the state that it is or stands for.
        about: Other words that titles and appositions say of it, in lower case.
    """

    kind: str
    sex: str | None
    nouns: frozenset[str]
    state: str | None
    about: frozenset[str] = frozenset()


@dataclass(slots=True)
class Cast:
    """The entities of one article while it is read; `views` have all mentions but short forms, `author` is whom the metadata name."""

    names: Names
    views: list[View]
    date: str | None
    author: str | None = None
    sexes: dict[str, str] = field(default_factory=dict)
    nouns: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    about: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _last: dict[str, list[Found]] = field(default_factory=lambda: defaultdict(list))
    _first: dict[str, list[Found]] = field(default_factory=lambda: defaultdict(list))
    _initials: dict[str, Found] = field(default_factory=dict)

    def gather(self) -> None:
        """Bring short forms back, mention by mention in the order of the text."""
        for view in self.views:
            for one in view.found:
                self._know(one)
        for view in self.views:
            for index in list(_openings(view)):
                self._surname(view, index)
            for first, last in list(leftovers(view)):
                self._short(view, first, last)
        self._namesakes()
        self._surnames_only()
        self._join_people()
        self._join_bodies()
        self._join_groups()
        self._titles()

    def newcomers(self) -> dict[int, Newcomer]:
        """The newcomer of each entity, by the entity's identity."""
        made: dict[int, Newcomer] = {}
        for view in self.views:
            for one in view.found:
                entity = one.entity
                if entity is not None and id(entity) not in made:
                    if entity.name.isupper() and entity.type in _PEOPLE:  # a label of a transcript: "FOREIGN MINISTER EIDE:"
                        entity.name = next((form for form in entity.forms if not form.isupper()), entity.name.title())
                    style = (
                        next(iter(sorted(entity.nouns & words().regal)), None)
                        if entity.type in _PEOPLE and " " not in entity.name
                        else None
                    )
                    entity.name = f"{style.title()} {entity.name}" if style else entity.name
                    aliases = tuple(form for form in entity.forms if normalised(form) != normalised(entity.name))
                    type_ = "organization" if entity.type == "body" and not entity.state else entity.type  # a body acts for some state
                    made[id(entity)] = Newcomer(entity.name, type_, aliases, entity.state)
        return made

    def _know(self, one: Found) -> None:
        """Index a mention by the words it may be taken up by."""
        for name in self._forms(one):
            tokens = plain(name).replace("-", " ").split()
            if tokens:
                self._last[tokens[-1].lower()].append(one)
                initials = "".join(token[0] for token in tokens if token[0].isupper())
                if len(initials) >= _INITIALS and (one.entity is None or one.entity.type not in _PEOPLE):
                    self._initials.setdefault(initials, one)
                if one.entity is not None and one.entity.type not in _PEOPLE | {"group"} and len(tokens[0]) > 3:
                    self._last[tokens[0].lower()].append(one)
                elif len(tokens) > 1:
                    self._first[tokens[0].lower()].append(one)

    def _forms(self, one: Found) -> Iterable[str]:
        if one.entity is not None:
            return [] if one.entity.type == "group" else list(one.entity.forms)
        if one.iri is not None and "Person" in self.names.registry.types(one.iri):
            return [self.names.registry.label(one.iri)]
        return []

    def _surname(self, view: View, index: int) -> None:
        """A sentence's first word that is the surname of somebody named elsewhere, whatever the tagger takes it for."""
        word = plain(view.doc[index].text).lower()
        known = next(iter(self._last.get(word, ())), None) or next(iter(self._first.get(word, ())), None)
        if known is not None:
            view.add(Found(index, index + 1, index, "name", iri=known.iri, entity=known.entity))

    def _short(self, view: View, first: int, last: int) -> None:
        """A capitalised run that nothing covers: a short form, or an organisation's name."""
        text = view.words(first, last)
        if last - first == 1 and _describes(view, first):
            return
        if last - first == 2 and view.doc[first].lower_ in words().within_names and _acronym(view.doc[first + 1].text):
            first, text = first + 1, view.words(first + 1, last)  # "the Sunni AMS"
        tokens = plain(text).split()
        if _HOME.fullmatch(text):
            return
        if view.doc[first].text.islower() and last - first == 3:  # "al-Bashir"
            tokens = [plain(view.doc[last - 1].text)]
        known = next(iter(self._last.get(tokens[-1].lower(), ())), None) or self._initials.get(tokens[-1])
        if known is None and len(tokens) == 1:
            known = next(iter(self._first.get(tokens[0].lower(), ())), None)
        if known is not None:
            view.add(Found(first, last, last - 1, "name", iri=known.iri, entity=known.entity))
            if known.entity is not None:
                known.entity.forms.setdefault(text)
            return
        if view.doc[first].text.islower():
            first, text = first + 2, view.words(first + 2, last)
        named = [token for token in view.doc[first:last] if token.text != "-"]
        proper = all(token.pos_ == "PROPN" or _acronym(token.text) for token in named)
        determined = len(tokens) > 1 and first > 0 and view.doc[first - 1].lower_ == "the"
        if view.title or not (proper or determined or _listed(view, first, last)):
            return
        outlet = first > 0 and view.doc[first - 1].lower_ in _OUTLETS
        entity = Entity(text, "outlet" if outlet else "organization", None, {text: None})
        found = Found(first, last, last - 1, "name", entity=entity)
        view.add(found)
        self._know(found)

    def _namesakes(self) -> None:
        """A titled surname that several registered persons share means the one who held that office: "President Clinton"."""
        for view in self.views:
            for one in view.found:
                if one.entity is not None and one.form == "titled" and one.entity.nouns and " " not in one.entity.name:
                    nouns = one.entity.nouns
                    known = self.names.surnames.get(plain(one.entity.name).lower(), ())
                    fits = [iri for iri in known if any(nouns & self._office_nouns(t.office) for t in self.names.tenures.get(iri, ()))]
                    if len(fits) == 1:
                        one.iri, one.entity = fits[0], None

    def _surnames_only(self) -> None:
        """A registered person's surname is another's whom the article names in full before, and this one never: "Kennedy", a judge."""
        full: dict[str, Entity] = {}
        bare: list[tuple[str, Found]] = []
        registered: set[str] = set()
        for view in self.views:
            for one in sorted(view.found, key=lambda one: one.first):
                if one.entity is not None and one.entity.type in _PEOPLE and one.form in {"name", "titled"} and " " in one.entity.name:
                    full.setdefault(plain(one.entity.name).split()[-1].lower(), one.entity)
                elif one.iri is not None and one.form == "name" and "Person" in self.names.registry.types(one.iri):
                    last = plain(self.names.registry.label(one.iri)).split()[-1].lower()
                    alone = one.last - one.first == 1 and one.first - 1 not in view.titles and view.doc[one.first].lower_ == last
                    if alone and last in full:
                        bare.append((last, one))
                    elif not alone or last not in full:
                        registered.add(one.iri)
        for last, one in bare:
            if one.iri not in registered:
                one.iri, one.entity, one.hit = None, full[last], None

    def _office_nouns(self, office: str) -> set[str]:
        return {singular(word) for word in self.names.registry.label(office).split() if words().office(word)}

    def _join_people(self) -> None:
        """One entity for all names of one person: the fullest gives the name."""
        by_last: dict[str, list[Found]] = defaultdict(list)
        for view in self.views:
            for one in view.found:
                person = one.entity is not None and one.entity.type in _PEOPLE and one.form in {"name", "titled"}
                if person or (one.iri is not None and "Person" in self.names.registry.types(one.iri)):
                    name = one.entity.name if one.entity is not None else self.names.registry.label(one.iri or "")
                    by_last[plain(name).split()[-1].lower()].append(one)
        for one in self._authors():
            name = one.entity.name if one.entity is not None else self.names.registry.label(one.iri or "")
            by_last[plain(name).split()[-1].lower()].append(one)
        for mentions in list(by_last.values()):
            self._join(mentions)
        self._family_names(by_last)

    def _authors(self) -> Iterable[Found]:
        """Those whom the metadata name, as if they were mentioned: transcripts call them by surname alone ("MR PRICE:")."""
        for part in (self.author or "").replace(" and ", ",").split(","):
            name = " ".join(part.split())
            found = self.names.registry.find(name, "actor")
            if found and "Person" in self.names.registry.types(found[0]):
                yield Found(0, 0, 0, "name", iri=found[0])
            elif not found and 2 <= len(name.split()) <= _WORDS and given_sex(name.split()[0]):
                yield Found(0, 0, 0, "name", entity=Entity(name, "person", None, {name: None}, sex=given_sex(name.split()[0])))

    def _family_names(self, by_last: dict[str, list[Found]]) -> None:
        """One word alone that is the first of a name, as East Asian family names are ("Yang" for Yang Jiechi)."""
        full: dict[str, Found] = {}
        for mentions in by_last.values():
            for one in mentions:
                name = one.entity.name if one.entity is not None else self.names.registry.label(one.iri or "")
                if " " in name:
                    full.setdefault(plain(name).split()[0].lower(), one)
        for mentions in by_last.values():
            for one in mentions:
                known = full.get(plain(one.entity.name).lower()) if one.entity is not None and " " not in one.entity.name else None
                if known is not None:
                    one.iri, one.entity = known.iri, known.entity

    def _join(self, mentions: list[Found]) -> None:
        entities = {id(one.entity): one.entity for one in mentions if one.entity is not None}
        full = max(entities.values(), key=lambda e: len(e.name.split()), default=None)
        registered = next((one.iri for one in mentions if one.iri is not None), None)
        for one in mentions:
            entity = one.entity
            if entity is None or (entity is full and registered is None):
                continue
            if registered is not None and (
                len(entity.name.split()) == 1 or _same_first(entity.name, self.names.registry.label(registered))
            ):
                one.iri, one.entity = registered, None
                self.nouns[registered] |= entity.nouns
                self.about[registered] |= entity.about
            elif full is not None and (len(entity.name.split()) == 1 or _same_first(entity.name, full.name)):
                one.entity = full
                full.forms.update(entity.forms)
                full.nouns |= entity.nouns
                full.about |= entity.about
                full.state = full.state or entity.state
                full.sex = full.sex or entity.sex
                full.type = "official" if "official" in {full.type, entity.type} else full.type

    def _join_bodies(self) -> None:
        """One entity for an organisation's full name and its end alone: "the Iraqi Governing Council", "the interim Governing Council".

        Likewise one for "Peru's Congress" and "the Peruvian Congress".
        """
        keyed: dict[tuple[str, str], Entity] = {}
        for one in (one for view in self.views for one in view.found if one.entity is not None and one.entity.key):
            first = keyed.setdefault((one.entity.type, one.entity.key), one.entity) if one.entity is not None else None
            if first is not None and one.entity is not None and first is not one.entity:
                first.forms.update(one.entity.forms)
                one.entity = first
        named = [one for view in self.views for one in view.found if one.entity is not None and one.form == "name"]
        full: dict[str, Entity] = {}
        for one in named:
            entity = one.entity
            if entity is not None and entity.type in {"organization", "body", "armed_group"}:
                parts = plain(entity.name).lower().split()
                for place in range(1, len(parts) - 1):
                    full.setdefault(" ".join(parts[place:]), entity)
        for one in named:
            longer = full.get(plain(one.entity.name).lower()) if one.entity is not None else None
            if longer is not None and one.entity is not None and one.entity.type in {"organization", "body", "armed_group"}:
                longer.forms.update(one.entity.forms)
                one.entity = longer

    def _join_groups(self) -> None:
        """Take "officials" alone for those named more fully in the article, the nearest before, else the first."""
        fuller: dict[str, list[tuple[tuple[int, int], Found]]] = defaultdict(list)
        bare: list[tuple[tuple[int, int], str, Found]] = []
        for number, view in enumerate(self.views):
            for one in view.found:
                group = one.iri is not None and "ActorGroup" in self.names.registry.types(one.iri)
                if not group and (one.entity is None or one.entity.type != "group"):
                    continue
                noun = singular(view.doc[one.head].text)
                if one.last - one.first == 1 and one.entity is not None:
                    bare.append(((number, one.first), noun, one))
                elif group or one.state is not None:
                    fuller[noun].append(((number, one.first), one))
        for place, noun, one in bare:
            known = fuller.get(noun, [])
            best = max((entry for entry in known if entry[0] < place), key=lambda entry: entry[0], default=known[0] if known else None)
            if best is not None:
                one.iri, one.entity = best[1].iri, best[1].entity

    def _titles(self) -> None:
        """What titles and appositions tell of registered persons: office nouns, sex, and further words; what bodies are called."""
        for view in self.views:
            for one in view.found:
                if one.iri is not None and one.form != "pronoun" and not {"Person", "State"} & self.names.registry.types(one.iri):
                    head = view.doc[one.head].text
                    called = {*one.nouns, head.lower(), singular(head)}
                    self.nouns[one.iri] |= called & (words().bodies | words().governments)
                if one.iri is None or one.form == "pronoun" or "Person" not in self.names.registry.types(one.iri):
                    continue
                title, trade = title_before(view, one.first, self.names), trade_after(view, one.last, self.names)
                for said in filter(None, (title, trade)):
                    self.nouns[one.iri].add(said.noun)
                    if said.noun in words().male | words().female:
                        self.sexes[one.iri] = "male" if said.noun in words().male else "female"
                self.about[one.iri] |= said_of(view, title.first if title else one.first, one.last)

    def profile(self, iri: str, entity: Entity | None) -> Profile:
        """What is known of an actor."""
        if entity is not None:
            kind = "person" if entity.type in _PEOPLE else entity.type
            return Profile(kind, entity.sex, frozenset(entity.nouns), entity.state, frozenset(entity.about))
        types = self.names.registry.types(iri)
        nouns = set(self.nouns.get(iri, ()))
        for tenure in self.names.tenures.get(iri, ()):
            if self.date is None or tenure.covers(self.date):
                nouns |= self._office_nouns(tenure.office)
        label = [singular(word) for word in self.names.registry.label(iri).split()]
        if "Person" not in types:
            known = words().organisations | words().bodies | words().people | words().governments
            nouns |= {word for word in label if word in known or words().office(word)}
        sex = self.sexes.get(iri) or (given_sex(self.names.registry.label(iri).split()[0]) if "Person" in types else None)
        return Profile(_kind(types), sex, frozenset(nouns), self.names.state(iri), frozenset(self.about.get(iri, ())))


def _kind(types: frozenset[str]) -> str:
    for name, kind in (("Person", "person"), ("State", "state"), ("GovernmentBody", "body"), ("ArmedGroup", "armed_group"),
                       ("MediaOutlet", "outlet"), ("ActorGroup", "group")):  # fmt: skip
        if name in types:
            return kind
    return "organization"


def _openings(view: View) -> Iterable[int]:
    """The free capitalised words that begin a sentence or quotation and stand alone."""
    doc = view.doc
    for token in doc:
        if view.opens(token) and token.text[:1].isupper() and token.pos_ in {"NOUN", "PROPN", "ADJ", "VERB"} and view.free(token.i):
            alone = token.i + 1 >= len(doc) or not doc[token.i + 1].text[:1].isupper()
            if alone and token.lower_ not in words().not_names and not words().office(token.text):
                yield token.i


def _acronym(text: str) -> bool:
    return text.isupper() and text.isalpha() and len(text) >= _INITIALS


def _describes(view: View, index: int) -> bool:
    """Whether a word that opens a sentence is a plain noun for people before an office: "Rebel commander Ana Holt"."""
    known, word = words(), singular(view.doc[index].text)
    following = view.doc[index + 1] if index + 1 < len(view.doc) else None
    plain = word in known.people | known.figures | known.humans | known.office_modifiers
    return plain and view.opens(view.doc[index]) and following is not None and following.text.islower() and known.office(following.text)


def _listed(view: View, first: int, last: int) -> bool:
    """Whether words stand between commas or "and", as names in a list do, and not first in a sentence."""
    around = [view.doc[index].lower_ for index in (first - 1, last) if 0 <= index < len(view.doc)]
    return len(around) == 2 and not view.opens(view.doc[first]) and all(word in {",", "and", "or", ".", "("} for word in around)


def _same_first(name: str, other: str) -> bool:
    """Whether two full names can be one person's: the first words are equal or one's initial."""
    a, b = plain(name).lower().split()[0], plain(other).lower().split()[0]
    return a == b or (a[0] == b[0] and (len(a.rstrip(".")) == 1 or len(b.rstrip(".")) == 1))
