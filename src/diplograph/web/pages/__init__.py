"""Pages for people, rendered on the server; they need no script, and scripts make them better."""

from diplograph.web.pages.rendering import Pages

__all__ = ["Pages"]
