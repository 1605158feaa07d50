"""The wheel holds exactly the tracked files of ontology/, graph/ and queries/, and no publisher's article."""

from __future__ import annotations

import subprocess
import sys
import zipfile

FOLDERS = ("graph", "ontology", "queries")


def main(wheel: str) -> int:
    """Compare a wheel with what git tracks; 1 and a line for each difference, or 0."""
    tracked = subprocess.run(["git", "ls-files", "--", *FOLDERS], capture_output=True, text=True, check=True).stdout.split()  # noqa: S603, S607
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    packed = {name.removeprefix("diplograph/_data/") for name in names if name.startswith("diplograph/_data/")}
    wrong = [f"missing from the wheel: {name}" for name in sorted(set(tracked) - packed)]
    wrong += [f"not tracked, yet in the wheel: {name}" for name in sorted(packed - set(tracked))]
    wrong += [f"an article in the wheel: {name}" for name in names if "seeds/" in name]
    sys.stdout.write("".join(f"{line}\n" for line in wrong) or f"{len(packed)} data files, as tracked\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
