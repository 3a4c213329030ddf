"""Bounds on guessing, without keeping an address.

A visitor's address is hashed, with a salt that lives ten minutes, to one of 65,536 counters in the memory of this
process. A counter leads back to no address, and nothing is written anywhere.
"""

from __future__ import annotations

import ipaddress
import secrets
import time
from collections import Counter
from collections.abc import Callable
from hashlib import blake2b

#: Seconds after which counters and salt start anew.
WINDOW = 600


class Attempts:
    """At most `most` attempts from an address in ten minutes."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.most = most
        self.clock = clock
        self._renew()

    def _renew(self) -> None:
        self.salt, self.counts, self.until = secrets.token_bytes(16), Counter[bytes](), self.clock() + WINDOW

    def _counter(self, address: str) -> bytes:
        if self.clock() >= self.until:
            self._renew()
        return blake2b(_network(address), digest_size=2, key=self.salt).digest()

    def count(self, address: str) -> None:
        """Count one attempt."""
        self.counts[self._counter(address)] += 1

    def exceeded(self, address: str) -> bool:
        """Whether there were as many as are allowed."""
        return self.counts[self._counter(address)] >= self.most


def _network(address: str) -> bytes:
    """What one visitor has to himself: an address of IPv4, 64 bits of one of IPv6."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return b""
    if isinstance(parsed, ipaddress.IPv4Address):
        return parsed.packed
    return parsed.ipv4_mapped.packed if parsed.ipv4_mapped else parsed.packed[:8]
