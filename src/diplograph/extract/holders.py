"""Who holds what a cue tells, before anyone has asked whom the words mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diplograph.extract.reading.parts import governor, source
from diplograph.extract.reading.trees import kids, lemma, past, person
from diplograph.model import Speaker

if TYPE_CHECKING:
    from diplograph.extract.page import Page
    from diplograph.lexicon import Lexicon
    from diplograph.model import Span, Voice
    from diplograph.tree import Token

__all__ = ["Holder", "himself", "holder"]


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds what a cue tells.

    Attributes:
        speaker, voice: As in a Candidate.
        source: The words that name the holder.
        token: Their head word, where it stands beside the cue.
        own: Whether the holder tells it of himself: "we", "I", a body in its own release.
        attributed: Who says so, where that is somebody else.
    """

    speaker: Speaker
    voice: Voice
    source: Span | None
    token: Token | None = None
    own: bool = False
    attributed: Span | None = None


def holder(page: Page, token: Token, who: Token | None) -> Holder | None:
    """Who holds what a cue at a token tells, by its subject and by whose words the cue stands in; None where nobody is named."""
    if who is None or page.lexicon.has("nobody", lemma(who)):
        return None
    me = person(who, page.lexicon)
    speech = page.speech(token.i)
    asked = speech is not None and speech.source is None  # who only asks holds nothing, but tells what others said
    if me == "you" or (asked and me is not None):
        return None
    words = page.span(source(who, page.lexicon, but=token))
    if speech is not None and not asked:
        if me is not None:
            return Holder("named", "direct", speech.source, own=True)
        return Holder("named", "indirect", words, who, attributed=speech.source)
    if me is not None:
        return None if page.genre == "news" else Holder("we" if me == "we" else "i", "author", words, who, own=True)
    main = governor(token, page.lexicon)
    if page.genre == "release" and not past(main) and main.dep_ in ("ROOT", "conj") and _institution(page, who):
        return Holder("named", "author", words, who, own=True)
    return Holder("named", "indirect", words, who)


def himself(doer: Token | None, who: Token | None, lexicon: Lexicon) -> bool | None:
    """Whether a pronoun in what somebody says can be who says it; None where only the name tells ("Merkel said it", "Norway said it")."""
    if doer is None or who is None or not lexicon.has("third", doer.lower_):
        return True
    if who.tag_.startswith("PRP"):
        return who.lower_ == doer.lower_ or not {who.lower_, doer.lower_} & {"it"}
    beside = kids(who, "compound", "nmod:desc", "appos", "flat", "amod")
    person = any(lexicon.has("persons", lemma(token)) for token in (who, *beside))
    if doer.lower_ == "it":
        return False if person or who.tag_ == "NNS" else None if who.tag_.startswith("NNP") else True
    return who.tag_ != "NNS" or doer.lower_ not in ("he", "she")


def _institution(page: Page, who: Token) -> bool:
    return who.tag_.startswith("NNP") or page.lexicon.has("institutions", lemma(who))
