"""The pages say what the program does: what is generated is current, commands print what stands below them, links lead somewhere."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from diplograph import curated
from diplograph.cli.main import run

DOCS = Path(__file__).parents[2] / "docs"
CURE = "run python docs/generate.py, and look at what changed"
NAMES = (
    "../README.md", "annotation-tools.md", "cli.md", "curating.md", "linking.md", "networks.md", "ontology.md", "store.md", "tutorial.md",
    "evaluation.md", "howto/cite.md", "howto/extend-ontology.md", "howto/issue-scheme.md", "howto/query.md",
)  # fmt: skip


def module(name: str) -> ModuleType:
    """A script of the docs folder, which is no package."""
    if f"docs_{name}" not in sys.modules:
        spec = importlib.util.spec_from_file_location(f"docs_{name}", DOCS / f"{name}.py")
        assert spec
        assert spec.loader
        sys.modules[spec.name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[spec.name])
    return sys.modules[f"docs_{name}"]


generate = module("generate")


def text(page: str) -> str:
    return (DOCS / page).read_text("utf-8")


def slugs(page: str) -> set[str]:
    """What a link can aim at in a page: ids, and headings as GitHub names them."""
    headings = re.findall(r"^#+ (.*)$", re.sub(r"^```.*?^```$", "", text(page), flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    named = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return named | set(re.findall(r'<a id="([^"]+)">', text(page)))


def test_pages_are_all_there() -> None:
    assert generate.PAGES == NAMES


@pytest.mark.parametrize("page", NAMES)
def test_page_is_as_the_program_would_write_it(page: str) -> None:
    assert text(page) == generate.fresh(DOCS / page), CURE


@pytest.mark.parametrize("page", NAMES)
def test_links_lead_somewhere(page: str) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", text(page))
    assert links
    for link in links:
        file, _, anchor = link.partition("#")
        if not file.startswith("http"):
            assert (DOCS / page).parent.joinpath(file).exists(), link
            assert not anchor or anchor in slugs(str(Path(page).parent / file) if file else page), link


def test_every_command_has_a_section() -> None:
    generate.regions()
    commands = module("commands").names()
    assert len(commands) >= 6
    for name in commands:
        assert f"\n## {name}\n\n<!-- generated: help {name} -->" in text("cli.md"), f"docs/cli.md lacks a section for {name}"


def test_every_section_has_a_command() -> None:
    sections = re.findall(r"<!-- generated: help (\S+) -->", text("cli.md"))
    assert set(sections) <= set(module("commands").names())


def test_python_of_the_page_on_queries_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(DOCS.parent)
    blocks = re.findall(r"^```python\n(.*?)^```$", text("howto/query.md"), re.MULTILINE | re.DOTALL)
    assert len(blocks) == 1
    exec(compile(blocks[0], "howto/query.md", "exec"), {})  # noqa: S102 - ours; it asserts for itself


def test_every_term_is_on_the_page() -> None:
    terms = module("terms").terms()
    assert len(terms) >= 160
    anchors = re.findall(r'<a id="([^"]+)"></a>`dpg:\1`', text("ontology.md"))
    assert sorted(anchors) == sorted(str(term).rpartition("#")[2] for term in terms)


def test_every_field_of_a_statement_is_explained() -> None:
    explained = set(re.findall(r"`(\w+):?`", text("curating.md")))
    assert set(curated.keys("statement")) | set(curated.keys("action")) | set(curated.keys("term")) <= explained


def test_the_schema_can_be_copied(tmp_path: Path) -> None:
    """As the page on curating does."""
    assert run(["schema", "curated", "-o", str(tmp_path / "copy.json")]) == 0
    assert (tmp_path / "copy.json").read_text("utf-8") == (DOCS.parent / "graph" / "statements" / curated.SCHEMA).read_text("utf-8")
    assert run(["schema", "nonsense"]) == 2


@pytest.mark.parametrize(
    ("stood", "printed", "fits"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\n", "a\nb\n", False),
        ("a\n…\n", "a\nb\nc\n", True),
        ("a\n…\nc\n", "a\nb\nc\n", True),
        ("a\n…\nc\n", "a\nc\n", True),
        ("a\n…\nc\n", "a\nb\nd\n", False),
        ("…\n", "", True),
        ("a.\n", "ab\n", False),
    ],
)
def test_output_with_lines_left_out(*, stood: str, printed: str, fits: bool) -> None:
    assert generate._fits(stood, printed) is fits  # noqa: SLF001


def test_files_are_written_lengthened_and_changed(tmp_path: Path) -> None:
    page = "```text file=a/b.txt\none\ntwo\n```\n\n```text file=a/b.txt append\nthree\n```\n\n```diff file=a/b.txt\n one\n-two\n+2\n```\n"
    assert generate.played(page, tmp_path) == page
    assert (tmp_path / "a" / "b.txt").read_text("utf-8") == "one\n2\nthree\n"


def test_change_that_does_not_fit_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one\none\n", "utf-8")
    with pytest.raises(ValueError, match=r"a\.txt must hold this once: one"):
        generate.played("```diff file=a.txt\n-one\n+two\n```\n", tmp_path)


def test_outputs_are_written_anew(tmp_path: Path) -> None:
    page = "```console\n$ mkdir -p a/b\n$ ls a\nold\n$ diplograph ask nonsense\n$ echo $?\n```\n"
    assert generate.played(page, tmp_path).splitlines()[1:4] == ["$ mkdir -p a/b", "$ ls a", "b"]
    assert generate.played(page, tmp_path).splitlines()[-2:] == ["2", "```"]


def test_other_commands_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no page can run this: rm -rf /"):
        generate.played("```console\n$ rm -rf /\n```\n", tmp_path)


def test_unknown_region_is_an_error() -> None:
    with pytest.raises(KeyError):
        generate.filled("<!-- generated: nonsense -->\n<!-- end -->", {})
