"""Scores: how well extracted statements and actions fit annotated ones.

`score` compares records with records. `run` reads a folder of annotated articles, has its texts predicted and judges the outcome; `judge`
does so with predictions that are already there. `render` writes a report, `check_floors` holds it against pinned figures. What counts as
right is annotation/guide.md; the figures are those of annotation/score_statements.py and more.
"""

from diplograph.evaluate import agreement
from diplograph.evaluate.curated import curated_gold
from diplograph.evaluate.gold import Gold, read_gold, read_texts
from diplograph.evaluate.lines import read_lines, read_predictions
from diplograph.evaluate.report import (
    FORMATS,
    PINNED,
    Case,
    Floors,
    Predict,
    Report,
    check_floors,
    floors_text,
    judge,
    read_floors,
    render,
    run,
    run_on,
    update_floors,
    worst_cases,
)  # fmt: skip
from diplograph.evaluate.scoring import Scores, score
from diplograph.evaluate.units import ACTION, STATEMENT, Record, UnitType

__all__ = [
    "ACTION", "FORMATS", "PINNED", "STATEMENT", "Case", "Floors", "Gold", "Predict", "Record", "Report", "Scores", "UnitType",
    "agreement", "check_floors", "curated_gold", "floors_text", "judge", "read_floors", "read_gold", "read_lines", "read_predictions",
    "read_texts", "render", "run", "run_on", "score", "update_floors", "worst_cases",
]  # fmt: skip
