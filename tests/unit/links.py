"""Addresses as an export gets them, made by hand."""

from __future__ import annotations

from techniques.exports.links import Links

LINKS = Links(
    "https://site.example",
    page=lambda kind, thing, language: f"https://site.example/{language}/{thing.slug[language]}",
    short=lambda kind, thing: f"https://site.example/{kind[0]}/{thing.number}",
)
