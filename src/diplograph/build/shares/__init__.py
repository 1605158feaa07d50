"""One article's share of a graph: read by workers, judged by shapes and checks, and small enough to be handed on.

A `Part` is what a build in files needs of it, a `Unit` what a store on disk keeps of it.
"""

from diplograph.build.shares.judging import Judge
from diplograph.build.shares.part import Part, Rejected
from diplograph.build.shares.unit import Keys, Unit, unit_of
from diplograph.build.shares.workers import Other, Worker, batches, read_all

__all__ = ["Judge", "Keys", "Other", "Part", "Rejected", "Unit", "Worker", "batches", "read_all", "unit_of"]
