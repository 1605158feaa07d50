"""Loading a spaCy pipeline, and telling one from another."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from diplograph.errors import Fault

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["SHIPPED", "fingerprint", "load"]

SHIPPED = Path(__file__).with_name("model")

# Labels that Universal Dependencies has and other schemes spell otherwise ("dobj"), or lack.
UD_LABELS = frozenset({"nsubj", "obj", "obl", "ccomp", "xcomp", "advcl", "nmod"})
# Components that some pipelines have, and nothing here reads.
UNUSED = ("ner", "entity_linker", "entity_ruler", "textcat", "senter", "sentencizer")


def load(name: str | None = None) -> Language:
    """A pipeline that tags, lemmatises, divides into sentences and parses with Universal Dependencies labels.

    Args:
        name: An installed spaCy pipeline, or the folder of one; without it the pipeline that is shipped.

    Raises:
        Fault: spaCy is not installed, there is no such pipeline, or its labels are not those of Universal Dependencies.
    """
    try:
        import spacy
        from spacy.errors import Errors
    except ImportError as error:
        raise Fault("spaCy is not installed", cure="pip install 'spacy>=3.8,<4'") from error
    from diplograph.language import boundaries, syllables

    shown = name or "the shipped language model"
    try:
        nlp = spacy.load(SHIPPED if name is None else name, exclude=UNUSED)
    except OSError as error:
        if name is None:
            raise Fault("is missing or damaged", str(SHIPPED), "install diplograph again") from error
        missing = str(error).startswith(Errors.E050.format(name=name)[:6])
        what = "no spaCy pipeline of that name is installed, nor is there such a folder" if missing else f"cannot be loaded ({error})"
        raise Fault(what, shown, "python -m spacy download NAME installs one; spacy.io/models lists them") from error
    except (ImportError, ValueError, KeyError) as error:
        raise Fault(f"cannot be loaded ({error})", shown, "install what it needs, or name another") from error
    labels = {label for pipe in nlp.pipe_labels.values() for label in pipe}
    if absent := sorted(UD_LABELS - labels):
        what = f"has not the labels of Universal Dependencies: {', '.join(absent)} missing"
        raise Fault(what, shown, "leave --language-model out for the shipped one, or name one trained on a UD treebank")
    boundaries.add(nlp)
    syllables.add(nlp)
    return nlp


def fingerprint(nlp: Language) -> str:
    """A digest of all that makes a pipeline's answers, as `sha256:<hex>`: spaCy's version, and the pipeline's files."""
    from spacy.about import __version__

    digest = hashlib.sha256(__version__.encode())
    folder = nlp.path
    if folder is None:
        digest.update(nlp.to_bytes())
    else:
        for file in sorted(path for path in Path(folder).rglob("*") if path.is_file()):
            content = hashlib.sha256(file.read_bytes()).digest()
            digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + content)
    return f"sha256:{digest.hexdigest()}"
