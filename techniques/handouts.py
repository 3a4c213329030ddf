"""What can be taken along as a file: which are made ahead, and at which address each is served."""

from __future__ import annotations

from techniques.typesetting import Job


def ready() -> dict[str, Job]:
    """Every file that is made ahead, by its address: what depends on the content alone."""
    return {}
