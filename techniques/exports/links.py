"""What an export says of where it comes from, and on what terms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

#: Of all texts of the content: `content/LICENSE`.
LICENSE = "CC-BY-4.0"
LICENSE_URL = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True, slots=True)
class Links:
    """Where the things of the content are found; every address is absolute.

    `site` is the address of the site without a slash at its end. `page(kind, thing, language)` is the page of a thing.
    `short(kind, thing)` is what stands on paper, of a technique or a conversation.
    """

    site: str
    page: Callable[[str, Any, str], str]
    short: Callable[[str, Any], str]

    @property
    def attribution(self) -> str:
        """The name to give, as the licence asks."""
        return f"Coachkompas, {self.site}/"
