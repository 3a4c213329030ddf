"""What a setting may be. Each raises ValidationError, which the start prints with the name of the setting."""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path
from urllib.parse import urlsplit

from environs import ValidationError

#: Fewest characters of a secret: 50 of `secrets.token_urlsafe` hold 300 bits.
LEAST_SECRET = 50


def site(value: str) -> None:
    """The address of the site: scheme and host, perhaps a port."""
    try:
        parts = urlsplit(value)
        port_is_fine = parts.port != 0
    except ValueError:
        parts, port_is_fine = urlsplit(""), False
    bare = (parts.path in ("", "/")) and not parts.query and not parts.fragment and "@" not in parts.netloc
    if not (parts.scheme in ("http", "https") and parts.hostname and port_is_fine and bare):
        raise ValidationError("Expected an address such as https://coach.example.org, without a path.")


def secret(value: str) -> None:
    """A secret that cannot be guessed."""
    if len(value) < LEAST_SECRET:
        raise ValidationError(f"Expected at least {LEAST_SECRET} characters.")


def networks(value: list[str]) -> None:
    """Addresses or networks of proxies."""
    for each in value:
        try:
            ipaddress.ip_network(each)
        except ValueError as error:
            raise ValidationError(f"Expected addresses or networks such as 127.0.0.1,10.0.0.0/8: {error}.") from error


def hosts(value: list[str]) -> None:
    """Names or addresses, without a scheme or a port."""
    for each in value:
        if not re.fullmatch(r"[\w.*-]+|\[[0-9A-Fa-f:.]+\]", each):
            raise ValidationError(f"Expected names such as coach.example.org, not {each!r}.")


def contact(value: str) -> None:
    """An address to write to, or a page that tells how (RFC 9116)."""
    if not value.startswith(("mailto:", "https://", "tel:")):
        raise ValidationError("Expected an address that starts with mailto: or https://.")


def folder(value: Path) -> None:
    """A folder that is there."""
    if not value.is_dir():
        raise ValidationError(f"There is no folder {value}.")


def own_folder(value: Path) -> None:
    """A folder that is there, or can be made."""
    try:
        value.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ValidationError(f"{value} is no folder, and can't be made one: {error.strerror}.") from error


def secrets(value: list[str]) -> None:
    """Secrets of before."""
    for each in value:
        secret(each)
