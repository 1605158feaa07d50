"""Each file of cases/ says in its first line `# reads`, or `# fault: ` and words of the message.

A line that ends in `# <-` is the one that the fault must name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from curated_made_up import CASES, made_up_article, made_up_registry

from diplograph import curated
from diplograph.errors import Fault, Place

if TYPE_CHECKING:
    from pathlib import Path

    from diplograph.model import Action, Statement

VERDICTS = {path: path.read_bytes().splitlines()[0].decode() for path in CASES}
READ = [path for path in CASES if VERDICTS[path] == "# reads"]
FAULTY = [path for path in CASES if VERDICTS[path].startswith("# fault: ")]


def marked_line(path: Path) -> int | None:
    lines = path.read_bytes().splitlines()
    return next((number for number, line in enumerate(lines, 1) if line.endswith(b"# <-")), None)


def test_every_case_is_found() -> None:
    assert (len(READ), len(FAULTY)) == (13, 98)
    assert len(READ) + len(FAULTY) == len(CASES)


@pytest.mark.parametrize("path", READ, ids=lambda path: path.stem)
def test_case_reads(path: Path) -> None:
    article = made_up_article(path.stem)
    assert curated.check(path, article, made_up_registry()) == []
    curation = curated.read(path, article, made_up_registry())
    assert curation.article == curated.article_key(path) == path.stem
    records: tuple[Statement | Action, ...] = (*curation.statements, *curation.actions)
    assert curated.locations(path) == {record.iri: record.place for record in records}


@pytest.mark.parametrize("path", FAULTY, ids=lambda path: path.stem)
def test_case_fails_as_it_says(path: Path) -> None:
    with pytest.raises(Fault) as caught:
        curated.read(path, made_up_article(path.stem), made_up_registry())
    message = str(caught.value)
    assert VERDICTS[path].removeprefix("# fault: ") in message
    assert "\n" not in message
    assert caught.value.cure
    line = marked_line(path)
    assert str(caught.value.place).startswith(str(path))
    if line is not None:
        assert caught.value.place == Place.of(path, line)
    assert len(curated.check(path, made_up_article(path.stem), made_up_registry())) == 1, "a case shows one fault"
