"""Train the English tagger, lemmatizer and parser that the wheel carries, from UD English-EWT alone.

    python benchmarks/train_language.py ../shared/corpora --out src/diplograph/language/model

About 45 minutes on one thread (it uses one, so that sums are added in the same order every time); the same treebank, seed and
versions of spaCy and thinc give the same weights. Then `python benchmarks/score_language.py ../shared/corpora` measures them.
The settings are in `language/config.cfg`.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse  # noqa: E402 - the threads are counted when numpy is imported
import random  # noqa: E402
import re  # noqa: E402
import shutil  # noqa: E402
import tempfile  # noqa: E402
from collections.abc import Callable, Iterator  # noqa: E402
from dataclasses import replace  # noqa: E402
from pathlib import Path  # noqa: E402

import spacy  # noqa: E402
from language.conllu import Paragraph, Word, paragraphs, text_of  # noqa: E402
from spacy.language import Language  # noqa: E402
from spacy.tokens import Doc, DocBin  # noqa: E402
from spacy.training.initialize import init_nlp  # noqa: E402
from spacy.training.loop import train  # noqa: E402
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, load_config  # noqa: E402
from spacy.vocab import Vocab  # noqa: E402

from diplograph.language.surface import flatten  # noqa: E402

CONFIG = Path(__file__).parent / "language" / "config.cfg"

# Prefixes that the treebank leaves on their word ("non-proliferation" is one word, "US-led" three).
PREFIXES = "anti bi co counter de e ex extra inter intra macro mega mid mini mis multi non pan para post pre pro quasi re semi sub super trans ultra un uni vice".split()  # noqa: E501
# Signs of which the treebank makes one word when they stand in a row.
RUNS = (r"[!?]{2,}", r"\*{2,}", r"={2,}", r"_{2,}", r"~{2,}", r"\.{2,}", r"-{2,}", r"#{2,}")
# Signs that divide even without spaces round them (he said—“never”), and units on a number (£2bn).
INSIDE, ENDINGS = (r"—|…|[“”]",), (r"(?<=[0-9])(?:bn|tn)",)

# Shares of variants added to the training text. Headlines are what news has and the treebank has not.
HEADLINES, CAPITALS, SMALL = 0.06, 0.03, 0.02
SMALL_WORDS = frozenset("a an and as at but by for from if in into nor of off on or over than that the to up via with".split())
# Dashes and dots as newspapers print them, and the share of occurrences that is turned into them.
PRINTED = {"--": ("—", 0.6), "-": ("–", 0.2), "...": ("…", 0.3)}


@spacy.registry.callbacks("diplograph.ud_tokenizer.v1")
def ud_tokenizer() -> Callable[[Language], Language]:
    """spaCy's English tokenizer, nearer to how the treebank divides."""

    def adapt(nlp: Language) -> Language:
        not_after = "".join(rf"(?<!\b(?i:{prefix}))" for prefix in PREFIXES)
        infixes = [rule.replace("(?:-|", f"{not_after}(?:-|") if "(?:-|–|—|" in rule else rule for rule in nlp.Defaults.infixes]
        assert infixes != nlp.Defaults.infixes, "spaCy's rule for hyphens has changed"  # noqa: S101
        nlp.tokenizer.infix_finditer = compile_infix_regex([*infixes, *INSIDE]).finditer
        nlp.tokenizer.prefix_search = compile_prefix_regex([*RUNS, *nlp.Defaults.prefixes]).search
        nlp.tokenizer.suffix_search = compile_suffix_regex([*RUNS, *ENDINGS, *nlp.Defaults.suffixes]).search
        return nlp

    return adapt


def variants(source: Iterator[Paragraph], chance: random.Random) -> Iterator[tuple[Paragraph, bool]]:
    """Each paragraph with printers' dashes, then perhaps one of its sentences as a headline, or the whole in capitals or small.

    Yields:
        A paragraph, and whether its lemmas are worth learning from: those of words written unusually are not.
    """
    for paragraph in source:
        yield tuple(tuple(_printed(word, chance) for word in sentence) for sentence in paragraph), True
        for sentence in paragraph:
            if chance.random() < HEADLINES and 4 <= len(sentence) <= 20:
                yield (_headline(sentence),), False
        fate = chance.random()
        if fate < CAPITALS:
            yield _spelt(paragraph, str.upper), False
        elif fate < CAPITALS + SMALL:
            yield _spelt(paragraph, str.lower), False


def _printed(word: Word, chance: random.Random) -> Word:
    form, share = PRINTED.get(word.form, (word.form, 0.0))
    return replace(word, form=form) if share and (word.form != "-" or word.space) and chance.random() < share else word


def _headline(sentence: tuple[Word, ...]) -> tuple[Word, ...]:
    """A sentence as a newspaper would print it above: important words with capitals, without a full stop."""
    stripped = sentence[:-1] if sentence[-1].form == "." and all(word.head != len(sentence) - 1 for word in sentence[:-1]) else sentence
    return tuple(
        word if place and word.form.lower() in SMALL_WORDS else replace(word, form=word.form[:1].upper() + word.form[1:])
        for place, word in enumerate(stripped)
    )


def _spelt(paragraph: Paragraph, spell: Callable[[str], str]) -> Paragraph:
    return tuple(tuple(replace(word, form=spell(word.form)) for word in sentence) for sentence in paragraph)


def document(paragraph: Paragraph, vocab: Vocab, *, lemmas: bool = True) -> Doc:
    """A paragraph as the parser will see it, with all that is to be learnt."""
    text, words, start, offset = flatten(text_of(paragraph)), [], 0, 0
    heads: list[int] = []
    for sentence in paragraph:
        heads.extend(start + word.head for word in sentence)
        start += len(sentence)
        for word in sentence:
            words.append(replace(word, form=text[offset : offset + len(word.form)]))
            offset += len(word.form) + word.space
    return Doc(
        vocab,
        words=[word.form for word in words],
        spaces=[word.space for word in words[:-1]] + [False],
        tags=[word.xpos for word in words],
        pos=[word.upos for word in words],
        morphs=["" if word.feats == "_" else word.feats for word in words],
        lemmas=[word.lemma for word in words] if lemmas else None,
        heads=heads,
        deps=["ROOT" if word.deprel == "root" else word.deprel for word in words],
    )


def convert(corpora: Path, work: Path, seed: int) -> None:
    """Write the treebank's training and development parts in spaCy's binary form."""
    vocab = spacy.blank("en").vocab
    for part in ("train", "dev"):
        with (corpora / "ud-ewt" / f"en_ewt-ud-{part}.conllu").open(encoding="utf-8") as lines:
            source = paragraphs(lines)
            taken = variants(source, random.Random(seed)) if part == "train" else ((one, True) for one in source)  # noqa: S311
            DocBin(docs=[document(one, vocab, lemmas=lemmas) for one, lemmas in taken], store_user_data=False).to_disk(work / f"{part}.spacy")


def main() -> None:
    """Convert, train, prune, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path, help="the folder that holds ud-ewt/")
    parser.add_argument("--out", type=Path, required=True, help="where the model is written")
    parser.add_argument("--work", type=Path, help="where spaCy keeps what it trains on and its checkpoints; by default a temporary folder")
    parser.add_argument("--config", type=Path, default=CONFIG)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = given.work or Path(folder)
        work.mkdir(parents=True, exist_ok=True)
        paths = {"paths.train": str(work / "train.spacy"), "paths.dev": str(work / "dev.spacy")}
        config = load_config(given.config, overrides=paths, interpolate=False)
        convert(given.corpora, work, config["system"]["seed"])
        train(init_nlp(config), work)


if __name__ == "__main__":
    main()
