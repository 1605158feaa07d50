"""English sentences: which words, which tags, which depends on which.

`load` gives a spaCy pipeline with Universal Dependencies labels, the shipped one or another; `parse` runs it over an article's own
text and keeps every token's place in the source; `forgetting` keeps a long stream from filling the memory; `is_english` tells what it
should not be run over; `around` finds a sentence without a parse, to show it. What the parser is given in place of the printed text is
`surface`'s, and `casing`'s where all is in capitals; `boundaries` keeps it from ending a sentence after "Gen."; `model/` holds the
weights, made by `benchmarks/language/train_language.py`.
"""

from __future__ import annotations

from diplograph.language.english import is_english
from diplograph.language.pipelines import fingerprint, load
from diplograph.language.reading import Paragraph, forgetting, parse, too_long
from diplograph.language.sentences import around

__all__ = ["Paragraph", "around", "fingerprint", "forgetting", "is_english", "load", "parse", "too_long"]
