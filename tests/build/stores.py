"""Articles that stores are filled with, and what a store holds."""

from __future__ import annotations

from pathlib import Path

from diplograph import rdf
from diplograph.store import Store

TEXTS = {
    "alpha": "Sergei Lavrov said on Monday that Russia demands legally binding guarantees from the United States.\n\n"
    "Germany rejected the demand and called on Russia to withdraw its troops from the border.\n",
    "beta": "The European Union proposed new talks with Iran on Tuesday. Iran's foreign ministry accused the United States of violating "
    "the agreement.\n",
    "gamma": "Germany supports the expansion of NATO, its chancellor said on Wednesday. Russia opposes the expansion of NATO.\n",
    "delta": "Zoltán Vargo, a spokesman for the Belmarsh Council, said on Friday that the Belmarsh Council rejects NATO enlargement.\n",
    "epsilon": "Zoltan Vargo told reporters that the Belmarsh council demands talks with Iran. Russia opposes NATO enlargement.\n",
}
MORE = (
    "China supports the resolution, its ambassador to the United Nations said on Wednesday. Iran rejects new sanctions.\n",
    "Russia supports the expansion of NATO, the Kremlin said in 2021. Germany opposes NATO enlargement.\n",
    "ZOLTAN VARGO said the Belmarsh Council will not accept new sanctions against Iran. France demands talks with Iran.\n",
    "The United States rejected the proposal on Monday and promised Ukraine further support.\n",
)


def folder(path: Path, **texts: str) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    for name, text in (texts or TEXTS).items():
        (path / f"{name}.txt").write_text(text, "utf-8")
    return path


def content(store: Path) -> bytes:
    return rdf.serialise(Store.open(store), "nq")
