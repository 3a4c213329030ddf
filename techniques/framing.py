"""The code that puts a page of ours in a frame on another site."""

from __future__ import annotations

from html import escape


def iframe(address: str, title: str, width: int | str, height: int) -> str:
    """HTML of a frame: `width` in pixels or as HTML writes it (`100%`), `height` in pixels."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)} · Coachkompas" width="{width}" height="{height}"'
        ' style="border:0" loading="lazy"></iframe>'
    )
