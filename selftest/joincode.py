"""The join code of a group: ten characters that survive being read out and typed over, and 50 bits to guess."""

from __future__ import annotations

import re
import secrets

from selftest.privatecode import ALPHABET, LOOKALIKES

LENGTH = 10


def new() -> str:
    """A code that nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def canonical(typed: str) -> str:
    """The code as it is kept, however it was typed: spaces, hyphens, small letters, or a link around it.

    Empty when it is no code.
    """
    last = typed.strip().rstrip("/").rpartition("/")[2]
    kept = re.sub(r"[\s-]", "", last).upper().translate(LOOKALIKES)
    return kept if len(kept) == LENGTH and set(kept) <= set(ALPHABET) else ""
