"""The figures: which prediction meets which annotated unit, and how well those that meet agree."""

from diplograph.evaluate.scoring.matching import Names, pair_up
from diplograph.evaluate.scoring.scores import Scores, score, score_units

__all__ = ["Names", "Scores", "pair_up", "score", "score_units"]
