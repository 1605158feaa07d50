"""Whole jobs: from sources to a released graph."""

from diplograph.build.articles import article_line
from diplograph.build.files import replace_files
from diplograph.build.job import Built, build
from diplograph.build.places import Places
from diplograph.build.shares import Keys, Unit, unit_of
from diplograph.build.spool import trig, turtle
from diplograph.build.starter import start
from diplograph.build.stored import Stored, fill
from diplograph.store import released

__all__ = [
    "Built", "Keys", "Places", "Stored", "Unit", "article_line", "build", "fill", "released", "replace_files", "start", "trig", "turtle",
    "unit_of",
]  # fmt: skip
