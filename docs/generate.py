"""Write what the pages in this folder take from the program: run `python docs/generate.py`; `tests/docs/` compares.

Three things in a page are kept true. The rest is written by hand.

1. Between `<!-- generated: NAME -->` and `<!-- end -->` stands what a function of `regions()` returns; a word behind NAME is passed to it.
2. A block of three backticks whose first line reads `LANGUAGE file=PATH` is written to that file, in the page's folder; with ` append`
   behind it is added at the end. In a `diff` block the lines that begin with - are replaced by those that begin with +.
3. In a `console` block each line that begins with `$ ` is run, and what it prints stands below it. A line `…` stands for any lines
   that are left out. There are `mkdir`, `cp`, `cd`, `ls`, `echo $?` and `diplograph`, and nothing else.

The page's folder is the repository, but for those of `ALONE`: empty and temporary, or with a folder of docs/ in it.
Terminals are 100 characters wide.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
WIDTH = 100
PAGES = (
    "../README.md",
    "annotation-tools.md",
    "cli.md",
    "curating.md",
    "linking.md",
    "networks.md",
    "ontology.md",
    "store.md",
    "tutorial.md",
    "evaluation.md",
    "howto/cite.md",
    "howto/extend-ontology.md",
    "howto/issue-scheme.md",
    "howto/query.md",
)
# Pages that are played in a folder of their own, and which folder of docs/ lies in it under which name.
ALONE: Mapping[str, tuple[str, str] | None] = {
    "annotation-tools.md": None,
    "curating.md": None,
    "store.md": None,
    "tutorial.md": ("tutorial", "articles"),
    "howto/extend-ontology.md": None,
    "howto/issue-scheme.md": None,
}

_REGION = re.compile(r"(?P<head><!-- generated: (?P<name>[\w-]+)(?: (?P<argument>\S+))? -->\n).*?(?P<tail><!-- end -->)", re.DOTALL)
_BLOCK = re.compile(r"^(?P<head>```(?P<language>\w+)(?P<more>[^\n]*)\n)(?P<body>.*?)(?P<tail>^```$)", re.DOTALL | re.MULTILINE)
_FILE = re.compile(r"file=(?P<path>\S+)(?P<append> append)?")


def fresh(page: Path) -> str:
    """A page as it should read."""
    text = filled(page.read_text("utf-8"), regions())
    name = page.relative_to(HERE).as_posix() if page.is_relative_to(HERE) else page.name
    if name not in ALONE:
        return played(text, ROOT, write=False)
    given = ALONE[name]
    with tempfile.TemporaryDirectory() as folder:
        if given:
            shutil.copytree(HERE / given[0], Path(folder) / given[1])
        return played(text, Path(folder))


def filled(text: str, known: Mapping[str, Callable[[str], str]]) -> str:
    """A page with its generated regions written anew.

    Raises:
        KeyError: A region has a name that nobody generates.
    """

    def region(match: re.Match[str]) -> str:
        body = known[match["name"]](match["argument"] or "").strip("\n")
        return f"{match['head']}\n{body}\n\n{match['tail']}"

    return _REGION.sub(region, text)


def regions() -> dict[str, Callable[[str], str]]:
    """What can stand between markers, by name."""
    sys.path.insert(0, str(HERE))
    try:
        import commands
        import scores
        import terms
    finally:
        sys.path.remove(str(HERE))
    return {**terms.REGIONS, **commands.REGIONS, **scores.REGIONS, "help": _help}


def _help(name: str) -> str:
    return f"```text\n{Terminal(ROOT).printed(['diplograph', name, '--help'])}```"


def played(text: str, folder: Path, *, write: bool = True) -> str:
    """A page after its files were written and its commands run in a folder, with what these printed.

    Args:
        text: The page.
        folder: Where the commands run.
        write: Whether the page's `file=` blocks are written; a page that plays in the repository has none.
    """
    terminal = Terminal(folder)

    def block(match: re.Match[str]) -> str:
        file = _FILE.search(match["more"])
        if match["language"] == "console":
            return match["head"] + "".join(_session(match["body"], terminal)) + match["tail"]
        if file and write:
            _write(terminal.folder / file["path"], match["language"], match["body"], append=bool(file["append"]))
        return match[0]

    return _BLOCK.sub(block, text)


def _write(path: Path, language: str, body: str, *, append: bool) -> None:
    """Write, lengthen or change a file as a block of a page says."""
    if language == "diff":
        lines = body.splitlines(keepends=True)
        old, new = ("".join(line[1:] for line in lines if line[0] in f" {sign}") for sign in "-+")
        before = path.read_text("utf-8")
        if before.count(old) != 1:
            raise ValueError(f"{path.name} must hold this once: {old}")
        body = before.replace(old, new)
    elif append:
        body = path.read_text("utf-8") + body
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(body, "utf-8")


def _session(body: str, terminal: Terminal) -> Iterator[str]:
    """The lines of a console block: each command, and what it prints now."""
    for part in re.split(r"^(?=\$ )", body, flags=re.MULTILINE):
        command, _, stood = part.partition("\n")
        if command.startswith("$ "):
            printed = terminal.printed(shlex.split(command.removeprefix("$ ")))
            yield f"{command}\n{stood if _fits(stood, printed) else printed}"


def _fits(stood: str, printed: str) -> bool:
    """Whether an output with lines left out (`…`) is one of what was printed."""
    wanted = "".join(r"(?:.*\n)*?" if line == "…\n" else re.escape(line) for line in stood.splitlines(keepends=True))
    return re.fullmatch(wanted, printed) is not None


class Terminal:
    """A shell of six commands, in this process, so that playing a page takes seconds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.code = 0

    def printed(self, words: list[str]) -> str:
        """What a command prints, on either stream; blanks at line ends left out."""
        match [word for word in words if word]:
            case ["diplograph", *arguments]:
                return self._diplograph(arguments)
            case ["mkdir", "-p", *folders]:
                for folder in folders:
                    (self.folder / folder).mkdir(parents=True, exist_ok=True)
            case ["cp", *files, folder] if files and not files[0].startswith("-"):
                for file in files:
                    shutil.copy(self.folder / file, self.folder / folder)
            case ["cd", folder]:
                self.folder /= folder
            case ["ls", folder]:
                return "".join(f"{path.name}\n" for path in sorted((self.folder / folder).iterdir()))
            case ["echo", "$?"]:
                return f"{self.code}\n"
            case _:
                raise ValueError(f"no page can run this: {shlex.join(words)}")
        return ""

    def _diplograph(self, arguments: list[str]) -> str:
        from diplograph.cli.main import run

        raw = io.BytesIO()
        with io.TextIOWrapper(raw, "utf-8", write_through=True) as out, contextlib.ExitStack() as stack:
            stack.enter_context(contextlib.redirect_stdout(out))
            stack.enter_context(contextlib.redirect_stderr(out))
            stack.enter_context(contextlib.chdir(self.folder))
            stack.enter_context(_set(os.environ, "COLUMNS", str(WIDTH)))
            stack.enter_context(_named("diplograph"))
            self.code = run(arguments)
            text = raw.getvalue().decode()
        return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


@contextlib.contextmanager
def _named(name: str) -> Iterator[None]:
    """Run as if the program of a name had been started: help texts begin with it."""
    before, main_module = sys.argv, sys.modules["__main__"]
    sys.argv, sys.modules["__main__"] = [name], ModuleType("__main__")
    try:
        yield
    finally:
        sys.argv, sys.modules["__main__"] = before, main_module


@contextlib.contextmanager
def _set(where: os._Environ[str], name: str, value: str) -> Iterator[None]:
    before = where.get(name)
    where[name] = value
    try:
        yield
    finally:
        if before is None:
            del where[name]
        else:
            where[name] = before


def main() -> None:
    """Measure how well reading works, write every page anew, and say which changed."""
    sys.path[:0] = [str(ROOT / "src"), str(ROOT / "benchmarks" / "extraction")]
    import evaluation

    evaluation.main()
    for page in (HERE / name for name in PAGES):
        text = fresh(page)
        if text != page.read_text("utf-8"):
            page.write_text(text, "utf-8")
            sys.stdout.write(f"wrote {page.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
