"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from diplograph.build import replace_files
from diplograph.errors import Fault


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_build_files_written_and_left_alone(tmp_path: Path) -> None:
    paths = {tmp_path / "new" / "deep" / "a": b"1", tmp_path / "b": b"2"}
    replace_files(paths)
    assert {path: path.read_bytes() for path in paths} == paths
    os.utime(tmp_path / "b", (1, 1))
    replace_files(paths)
    assert (tmp_path / "b").stat().st_mtime == 1
    replace_files({tmp_path / "b": b"3"})
    assert (tmp_path / "b").stat().st_mtime > 1
    assert left(tmp_path) == ["b", "new"]


def test_build_files_keep_permissions_and_links(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "a").chmod(0o640)
    (tmp_path / "link").symlink_to("a")
    replace_files({tmp_path / "link": b"2"})
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "a").read_bytes() == b"2"
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640
    mask = os.umask(0o027)
    try:
        replace_files({tmp_path / "b": b"1"})
    finally:
        os.umask(mask)
    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o640


def test_build_files_write_to_a_pipe_and_replace_no_device(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    replace_files({tmp_path / "pipe": b"1", Path(os.devnull): b"2"})
    assert os.read(reader, 9) == b"1"
    os.close(reader)
    assert Path(os.devnull).is_char_device()


@pytest.mark.parametrize("bad", ["file/below", "file/below/deep", "folder", "x" * 300])
def test_build_files_unwritable_changes_nothing(tmp_path: Path, bad: str) -> None:
    """Where one path cannot be written the others stay; permissions would not stop root."""
    (tmp_path / "file").write_bytes(b"old")
    (tmp_path / "folder" / "in").mkdir(parents=True)
    with pytest.raises(Fault, match=r"cannot be written .*; choose another place with -o") as caught:
        replace_files({tmp_path / "file": b"new", tmp_path / bad: b"new"})
    assert str(tmp_path / bad) in str(caught.value)
    assert (tmp_path / "file").read_bytes() == b"old"
    assert left(tmp_path) == ["file", "folder"]


def test_build_files_disk_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Fault, match="No space left on device"):
        replace_files({tmp_path / "a": b"new"})
    assert (tmp_path / "a").read_bytes() == b"old"
    assert left(tmp_path) == ["a"]


KILLED = """
import os, signal, sys
from pathlib import Path
from diplograph.build import replace_files
folder, after = Path(sys.argv[1]), int(sys.argv[2])
real, done = Path.replace, []
def replace(self, target):
    if len(done) == after:
        os.kill(os.getpid(), signal.SIGKILL)
    done.append(target)
    return real(self, target)
Path.replace = replace
replace_files({folder / "a": b"new" * 1000, folder / "b": b"new" * 1000})
"""


@pytest.mark.parametrize(("after", "expected"), [(0, [b"old", b"old"]), (1, [b"new" * 1000, b"old"]), (2, [b"new" * 1000, b"new" * 1000])])
def test_build_files_killed_leaves_whole_files(tmp_path: Path, after: int, expected: list[bytes]) -> None:
    for name in "ab":
        (tmp_path / name).write_bytes(b"old")
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), str(after)], check=False)  # noqa: S603 - our own code
    assert done.returncode == (-9 if after < 2 else 0)
    assert [(tmp_path / name).read_bytes() for name in "ab"] == expected
    assert len(left(tmp_path)) == 2 + (2 - after)
    replace_files({tmp_path / name: b"again" for name in "ab"})
    assert [(tmp_path / name).read_bytes() for name in "ab"] == [b"again"] * 2
    assert left(tmp_path) == ["a", "b"]


def test_build_files_of_others_are_left_alone(tmp_path: Path) -> None:
    """What another process is writing at the moment, and what only looks alike."""
    names = [".a.notes", ".b.x1.part", "a.part"]
    for name in names:
        (tmp_path / name).write_bytes(b"1")

    def pieces() -> Iterator[bytes]:
        yield b"first" * 10_000
        (held,) = [path for path in tmp_path.iterdir() if path.name.startswith(".a.") and path.name.endswith(".part")]
        code = (
            "import sys; from pathlib import Path; from diplograph.build import replace_files; replace_files({Path(sys.argv[1]): b'other'})"
        )
        subprocess.run([sys.executable, "-c", code, str(tmp_path / "a")], check=True)  # noqa: S603 - our own code
        assert held.exists()
        yield b"last"

    replace_files({tmp_path / "a": pieces()})
    assert (tmp_path / "a").read_bytes() == b"first" * 10_000 + b"last"
    assert left(tmp_path) == sorted([*names, "a"])
