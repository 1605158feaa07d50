"""A store on disk that is filled article by article, and stays what a fresh one would be."""

from diplograph.build.stored.job import Stored, fill

__all__ = ["Stored", "fill"]
