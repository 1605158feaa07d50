"""A graph on another server, by SPARQL 1.1's protocols: only what changed is sent, and what was sent stays sent."""

from diplograph.push.job import Pushed, push
from diplograph.push.source import Source
from diplograph.push.target import Target

__all__ = ["Pushed", "Source", "Target", "push"]
