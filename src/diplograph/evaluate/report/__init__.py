"""Annotated articles judged as a whole: the report, what it shows to whom, and the floors it must not fall below."""

from diplograph.evaluate.report.cases import Case, worst_cases
from diplograph.evaluate.report.floors import PINNED, Floors, check_floors, floors_text, read_floors, update_floors
from diplograph.evaluate.report.judging import Predict, Report, judge, run, run_on
from diplograph.evaluate.report.render import FORMATS, render

__all__ = [
    "FORMATS", "PINNED", "Case", "Floors", "Predict", "Report", "check_floors", "floors_text", "judge", "read_floors", "render", "run",
    "run_on", "update_floors", "worst_cases",
]  # fmt: skip
