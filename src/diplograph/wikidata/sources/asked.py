"""What every source behind a URL has: the service that it asks, and its name."""

from __future__ import annotations

from dataclasses import dataclass, field

from diplograph.remote import Service

__all__ = ["Asked"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A source that is asked over HTTP.

    Attributes:
        service: Where it is, and the manners with which it is asked.
    """

    service: Service
    online: bool = field(default=True, init=False)

    @property
    def name(self) -> str:
        """Its URL."""
        return self.service.name
