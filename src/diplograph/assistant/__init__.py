"""A language model as reader: asked for records, and believed in nothing that article, registry and shapes do not bear out."""

from diplograph.assistant.asking import Assistant, Spent
from diplograph.assistant.model import Model, key_for, model_of
from diplograph.assistant.prompt import PROMPT_VERSION

__all__ = ["PROMPT_VERSION", "Assistant", "Model", "Spent", "key_for", "model_of"]
