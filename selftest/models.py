"""The only things that this site stores: groups, and while a group is open what its people sent.

Bounds are held by the database itself. No table says when somebody joined, or in which order: an entry's id is
random. While a group is open, who can read the database's files may still see in which order rows were written.
"""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Now
from django.db.models.lookups import Exact, In, LessThanOrEqual

from selftest import joincode
from selftest.snapshot import STEPS, TECHNIQUES

#: Greatest length of a name and of a snapshot; length of a SHA-256 in hexadecimals and of an entry's mark.
NAME, SNAPSHOT, HASH, MARK = 60, 2000, 64, 32


class Group(models.Model):
    """A group that is open, or closed with its snapshot."""

    code = models.CharField(max_length=joincode.LENGTH, unique=True)
    name = models.CharField(max_length=NAME, blank=True)
    #: SHA-256 of the secret in the closing link.
    closing = models.CharField(max_length=HASH, unique=True)
    opened = models.DateTimeField(db_default=Now())
    closed = models.DateTimeField(null=True)
    snapshot = models.CharField(max_length=SNAPSHOT, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Exact(Length("code"), joincode.LENGTH), name="group_code_length"),
            models.CheckConstraint(condition=LessThanOrEqual(Length("name"), NAME), name="group_name_length"),
            models.CheckConstraint(condition=Exact(Length("closing"), HASH), name="group_closing_length"),
            models.CheckConstraint(condition=LessThanOrEqual(Length("snapshot"), SNAPSHOT), name="group_snapshot_size"),
            models.CheckConstraint(
                condition=Q(closed=None, snapshot="") | (Q(closed__isnull=False) & ~Q(snapshot="")),
                name="group_open_or_closed",
            ),
        ]


def random_id() -> int:
    """An id that says nothing about the order of joining, and that nobody can guess: it is the receipt too."""
    return secrets.randbits(62) + 1


class Entry(models.Model):
    """What one person sent to an open group. It goes when the group closes.

    `mark` is made from the person's private code and cannot be turned back; it serves to withdraw, and to send
    once.
    """

    id = models.BigAutoField(primary_key=True, default=random_id)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, db_index=False)  # `entry_once` serves
    mark = models.CharField(max_length=MARK)
    connection = models.SmallIntegerField()
    challenge = models.SmallIntegerField()
    usage = models.CharField(max_length=TECHNIQUES, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "mark"], name="entry_once"),
            models.CheckConstraint(condition=Exact(Length("mark"), MARK), name="entry_mark_length"),
            models.CheckConstraint(condition=Q(connection__range=(-STEPS, STEPS)), name="entry_connection_range"),
            models.CheckConstraint(condition=Q(challenge__range=(-STEPS, STEPS)), name="entry_challenge_range"),
            models.CheckConstraint(condition=In(Length("usage"), [0, TECHNIQUES]), name="entry_usage_length"),
        ]
