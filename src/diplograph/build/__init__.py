"""Whole jobs: from sources to a released graph."""

from diplograph.build.articles import article_line
from diplograph.build.files import replace_files
from diplograph.build.job import Built, build, released
from diplograph.build.places import Places
from diplograph.build.spool import turtle
from diplograph.build.starter import start

__all__ = ["Built", "Places", "article_line", "build", "released", "replace_files", "start", "turtle"]
