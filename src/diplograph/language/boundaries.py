"""Where a sentence cannot begin: light surface rules before the parser, which decides the rest.

The parser learnt from web text too, where people leave out full stops. In edited prose a sentence begins after a sign that can end
one, never between a mark and what it belongs to, and never after a title's abbreviation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language as Pipelines

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

__all__ = ["NAME", "add", "no_sentence_here"]

NAME = "diplograph_boundaries"

# Abbreviations that stand before a name or number, so that no sentence ends with them, without their full stop.
BEFORE_A_NAME = frozenset(
    # titles
    "Mr Mrs Ms Mx Messrs Dr Prof Rev Fr Sr Hon Pres Min Sec Amb Gov Lt Sen Rep Reps Sens Del Dep Asst Atty Supt Insp "
    # military ranks
    "Gen Brig Maj Col Capt Cmdr Cdr Adm Sgt Cpl Pvt Lieut Vice-Adm "
    # saints, mounts, forts; numbers, articles, versus; Latin
    "St Ste Mt Ft No Nos Art Arts Sect Para Paras Vol Fig pp vs v e.g i.e cf ca approx viz "
    # one-letter initials are found by their shape
    .split()
)
# What a sentence may end with, and what may stand between that and its end.
ENDERS = frozenset(".!?…:;")
CLOSERS = frozenset("”\"')]}»*")
# What belongs to the words after it, and to those before it.
OPENERS = frozenset("“([{«")


@Pipelines.component(NAME)
def no_sentence_here(doc: Doc) -> Doc:
    """Mark the tokens with which no sentence begins."""
    for before, token in zip(doc[:-1], doc[1:], strict=True) if len(doc) > 1 else ():
        if not _may_begin(before, token):
            token.is_sent_start = False
    return doc


def add(nlp: Language) -> None:
    """Put the rules before a pipeline's parser, if it has one."""
    if "parser" in nlp.pipe_names and NAME not in nlp.pipe_names:
        nlp.add_pipe(NAME, before="parser")


def _may_begin(before: Token, token: Token) -> bool:
    if token.text in CLOSERS or token.text[0] in ENDERS or before.text in OPENERS:
        return False
    end = before
    while end.text in CLOSERS and end.i and not end.is_sent_start:
        end = end.nbor(-1)
    if end.text[-1] not in ENDERS:
        return end.is_space or (end.i != before.i and end.text[-1] in ENDERS)
    return not _abbreviates(end)


def _abbreviates(end: Token) -> bool:
    """Whether a full stop belongs to an abbreviation that a name or number follows."""
    if end.text == ".":
        return bool(end.i) and not end.nbor(-1).whitespace_ and end.nbor(-1).text in BEFORE_A_NAME
    return end.text.endswith(".") and (end.text[:-1] in BEFORE_A_NAME or (len(end.text) == 2 and end.text[0].isupper() and end.text[0] != "I"))
