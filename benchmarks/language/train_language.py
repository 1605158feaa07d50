"""Train the English tagger, lemmatizer and parser that the wheel carries.

    pip install "spacy>=3.8,<4" spacy-lookups-data
    python benchmarks/language/train_language.py ../shared/corpora --out src/diplograph/language/model

It needs nothing but the corpora: annotations from UD English-EWT, raw text from the State Department's releases and the UN's
general debates, from which the embeddings learn which words keep which company. To the treebank come made-up news sentences with
their trees (`treebank/newswire/`): of titles, spokesmen and reported claims it has few. spacy-lookups-data (WordNet) is for the
lemmas, and only here. About 45 minutes on one thread; it uses one, so that sums are added in the same order every time: the same corpora,
seed and versions of spaCy, thinc and numpy on the same kind of processor give the same weights. The settings are in
`language/config.cfg`; `score_language.py` measures the result.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import gzip
import json
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import spacy
from spacy.cli.init_config import fill_config
from spacy.language import Language
from spacy.lookups import Lookups, load_lookups
from spacy.tokens import Doc, DocBin
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.training.pretrain import pretrain
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, load_config, registry
from spacy.vocab import Vocab
from treebank.conllu import Paragraph, Word, paragraphs, text_of
from treebank.lemmas import tables
from treebank.newswire import newswire

from diplograph.language.surface import flatten

SETTINGS = Path(__file__).parent

# Prefixes that the treebank leaves on their word ("non-proliferation" is one word, "US-led" three).
PREFIXES = (
    "anti", "bi", "co", "counter", "de", "e", "ex", "extra", "inter", "intra", "macro", "mega", "mid", "mini", "mis", "multi",
    "non", "pan", "para", "post", "pre", "pro", "quasi", "re", "semi", "sub", "super", "trans", "ultra", "un", "uni", "vice",
)  # fmt: skip
# Signs of which the treebank makes one word when they stand in a row.
RUNS = (r"[!?]{2,}", r"\*{2,}", r"={2,}", r"_{2,}", r"~{2,}", r"\.{2,}", r"-{2,}", r"#{2,}")
# Signs that divide even without spaces round them (he said—“never”), and units on a number (£2bn).
INSIDE, ENDINGS = (r"—|…|[“”]",), (r"(?<=[0-9])(?:bn|tn)",)

# Verbs whose past ends in -oed: the treebank has no such ending, so that the tagger takes them for names.
OED = ("echoed", "embargoed", "lassoed", "radioed", "soloed", "tattooed", "torpedoed", "vetoed", "videoed", "zeroed")
PAST = "Mood=Ind|Tense=Past|VerbForm=Fin"

TREEBANK = "ud-ewt/en_ewt-ud-{}.conllu"
# Raw text, and the share of its paragraphs that is taken: both in the public domain (the debates under CC0).
RAW = {"state-releases/releases.jsonl.gz": 1.0, "un-general-debate/speeches.jsonl.gz": 0.35}

# Paragraphs of made-up news added to the training text: over a quarter of its words. They share the variants' chance, so that their
# sentences depend on the treebank's too.
MADE = 3000
# Shares of variants added to the training text. Headlines are what news has and the treebank has not.
HEADLINES, CAPITALS, SMALL = 0.06, 0.03, 0.02
SMALL_WORDS = frozenset({
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "if", "in", "into", "nor", "of", "off", "on", "or", "over", "than",
    "that", "the", "to", "up", "via", "with",
})  # fmt: skip
# Dashes and dots as newspapers print them, and the share of occurrences that is turned into them.
PRINTED = {"--": ("—", 0.6), "-": ("–", 0.2), "...": ("…", 0.3)}


@registry.callbacks("diplograph.ud_tokenizer.v1")  # type: ignore[untyped-decorator]
def ud_tokenizer() -> Callable[[Language], Language]:
    """An English tokenizer of spaCy's, nearer to how the treebank divides."""

    def adapt(nlp: Language) -> Language:
        not_after = "".join(rf"(?<!\b(?i:{prefix}))" for prefix in PREFIXES)
        defaults = [str(rule) for rule in nlp.Defaults.infixes or ()]
        infixes = [rule.replace("(?:-|", f"{not_after}(?:-|") if "(?:-|–|—|" in rule else rule for rule in defaults]
        if infixes == defaults:
            raise ValueError("spaCy's rule for hyphens has changed: look at lang/punctuation.py")
        tokenizer: Any = nlp.tokenizer
        tokenizer.infix_finditer = compile_infix_regex([*infixes, *INSIDE]).finditer
        tokenizer.prefix_search = compile_prefix_regex([*RUNS, *(nlp.Defaults.prefixes or ())]).search
        tokenizer.suffix_search = compile_suffix_regex([*RUNS, *ENDINGS, *(nlp.Defaults.suffixes or ())]).search
        return nlp

    return adapt


def variants(source: Iterator[Paragraph], chance: random.Random) -> Iterator[Paragraph]:
    """Each paragraph with printers' dashes, then perhaps some of its sentences as headlines, or the whole in capitals or small."""
    for paragraph in source:
        yield tuple(tuple(_printed(word, chance) for word in sentence) for sentence in paragraph)
        for sentence in paragraph:
            if chance.random() < HEADLINES and 4 <= len(sentence) <= 20:
                yield (_headline(sentence),)
        fate = chance.random()
        if fate < CAPITALS:
            yield _spelt(paragraph, str.upper)
        elif fate < CAPITALS + SMALL:
            yield _spelt(paragraph, str.lower)


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


def document(paragraph: Paragraph, vocab: Vocab) -> Doc:
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
        heads=heads,
        deps=["ROOT" if word.deprel == "root" else word.deprel for word in words],
    )


def raw_paragraphs(corpora: Path) -> list[str]:
    """Paragraphs of diplomatic prose in a fixed random order: all of the releases, a third of the speeches."""
    chance = random.Random(7)  # noqa: S311
    found: list[str] = []
    for name, share in RAW.items():
        with gzip.open(corpora / name, "rt", encoding="utf-8") as lines:
            for line in lines:
                for paragraph in json.loads(line)["text"].replace("*", "").split("\n"):
                    text = paragraph.strip()
                    if len(text.split()) >= 8 and len(text) < 1500 and (share == 1 or chance.random() < share):
                        found.append(flatten(text))
    chance.shuffle(found)
    return found


def convert(corpora: Path, work: Path, seed: int) -> None:
    """Write the raw text, and the treebank's training and development parts in spaCy's binary form."""
    (work / "raw.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in raw_paragraphs(corpora)), "utf-8")
    vocab = spacy.blank("en").vocab
    for part in ("train", "dev"):
        with (corpora / TREEBANK.format(part)).open(encoding="utf-8") as lines:
            source = paragraphs(lines)
            chance = random.Random(seed)  # noqa: S311
            taken = variants(chain(source, newswire(MADE, chance)), chance) if part == "train" else source
            DocBin(docs=[document(one, vocab) for one in taken], store_user_data=False).to_disk(work / f"{part}.spacy")


def learn(work: Path) -> Path:
    """Pretrain and train on what `convert` wrote.

    Returns:
        The folder of the pipeline that scored best on the development part.
    """
    fill_config(work / "config.cfg", SETTINGS / "config.cfg", pretraining=True, silent=True)
    paths = {"paths.train": work / "train.spacy", "paths.dev": work / "dev.spacy", "paths.raw": work / "raw.jsonl"}
    overrides = {name: str(path) for name, path in paths.items()}
    (work / "pretrained").mkdir(exist_ok=True)
    pretrain(load_config(work / "config.cfg", overrides, interpolate=True), work / "pretrained", silent=False)
    overrides["paths.tok2vec"] = str(work / "pretrained" / "model-last.bin")
    train(init_nlp(load_config(work / "config.cfg", overrides, interpolate=False)), work)
    return work / "model-best"


def past_of_veto(nlp: Language) -> None:
    """Add a component that tags the past of verbs in -o."""
    ruler: Any = nlp.add_pipe("attribute_ruler")
    ruler.add([[{"LOWER": {"IN": list(OED)}, "POS": {"NOT_IN": ["VERB", "ADJ"]}}]], {"POS": "VERB", "TAG": "VBD", "MORPH": PAST})


def lemmatizer(nlp: Language, corpora: Path) -> None:
    """Add a lemmatizer whose tables come from the treebank and WordNet."""
    wordnet = load_lookups("en", ["lemma_index", "lemma_exc"])
    parts = ("verb", "noun", "adj")
    with (corpora / TREEBANK.format("train")).open(encoding="utf-8") as lines:
        made = tables(
            paragraphs(lines),
            {part: wordnet.get_table("lemma_index")[part] for part in parts},
            {part: wordnet.get_table("lemma_exc")[part] for part in parts},
        )
    lookups = Lookups()
    for name, table in made.items():
        lookups.add_table(name, table)
    pipe: Any = nlp.add_pipe("lemmatizer", config={"mode": "rule"})
    pipe.initialize(lookups=lookups)


def write(nlp: Language, out: Path) -> None:
    """Write the pipeline without what only training needs, and say whose work it is."""
    performance = nlp.meta["performance"]
    nlp.meta.update(
        name="diplograph_ewt",
        version="1",
        description="Tags, lemmas, sentences and Universal Dependencies of English, for diplograph",
        author="The diplograph authors",
        license="CC BY-SA 4.0",
        spacy_version=">=3.8.0,<4.0.0",
        sources=[
            {"name": "UD English-EWT", "url": "https://github.com/UniversalDependencies/UD_English-EWT", "license": "CC BY-SA 4.0"},
            {"name": "WordNet 3.0", "url": "https://wordnet.princeton.edu", "license": "WordNet 3.0"},
        ],
        performance={name: round(performance[name], 4) for name in ("tag_acc", "pos_acc", "morph_acc", "dep_uas", "dep_las", "sents_f")},
    )
    for section in ("corpora", "training", "pretraining", "initialize", "paths"):
        nlp.config[section] = {}
    if out.exists():
        shutil.rmtree(out)
    nlp.to_disk(out)
    labels = {label for pipe in nlp.pipe_labels.values() for label in pipe}
    features = {part for label in labels for part in label.split("|")}
    strings = sorted(set(spacy.blank("en").vocab.strings) | labels | features)
    (out / "vocab" / "strings.json").write_text(json.dumps(strings, ensure_ascii=False, indent=0), "utf-8")
    for name in ("LICENSE", "CREDIT.md"):
        shutil.copy(SETTINGS / f"model-{name}", out / name)
    shutil.copy(SETTINGS / "config.cfg", out / "training.cfg")


def main() -> None:
    """Convert, train, complete, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path, help="the folder that holds ud-ewt/, state-releases/ and un-general-debate/")
    parser.add_argument("--out", type=Path, required=True, help="where the model is written")
    parser.add_argument("--work", type=Path, help="where spaCy keeps what it trains on and its checkpoints; by default a temporary folder")
    parser.add_argument("--trained", type=Path, help="a folder that an earlier run trained into --work: only lemmas and writing are done")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = given.work or Path(folder)
        work.mkdir(parents=True, exist_ok=True)
        if given.trained is None:
            convert(given.corpora, work, load_config(SETTINGS / "config.cfg")["system"]["seed"])
        nlp = spacy.load(given.trained or learn(work))
    past_of_veto(nlp)
    lemmatizer(nlp, given.corpora)
    write(nlp, given.out)


if __name__ == "__main__":
    main()
