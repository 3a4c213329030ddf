"""Groups in the database: opening, joining, withdrawing, closing, and what goes when its time is over.

Every change locks its group first, so a closing sees each entry wholly or not at all. What is deleted is also
gone from the database's files. The database's own clock decides what is over.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import DatabaseError, connection, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac

from selftest import joincode, snapshot
from selftest.models import MARK, Entry, Group
from selftest.snapshot import MAP_FROM, Contribution, Snapshot

#: An open group and its entries go after this, a snapshot after that.
OPEN_FOR, KEPT_FOR = timedelta(days=30), timedelta(days=365)

_LIVING = Q(closed=None, opened__gt=Now() - OPEN_FOR) | Q(closed__gt=Now() - KEPT_FOR)


class GroupClosedError(Exception):
    """The group is closed: nobody can join or withdraw any more."""


def open_group(name: str) -> tuple[Group, str]:
    """A new group, and the secret that closes it. Only the secret's hash is kept."""
    purge()
    secret = secrets.token_urlsafe(16)
    return Group.objects.create(code=joincode.new(), name=name, closing=_hash(secret)), secret


def find(code: str) -> Group | None:
    """The group with this join code. None when there is none, or its time is over."""
    return Group.objects.filter(_LIVING, code=code).first()


def find_by_secret(secret: str) -> Group | None:
    """The group that this secret closes."""
    return Group.objects.filter(_LIVING, closing=_hash(secret)).first()


def opens_with(group: Group, secret: str) -> bool:
    """Whether this secret closes the group."""
    return secrets.compare_digest(group.closing, _hash(secret))


def mark(group: Group, private_code: str) -> str:
    """The mark of a private code in a group: the same each time, another in every group, and no way back."""
    return salted_hmac("selftest.groups", f"{group.pk}/{private_code}", algorithm="sha256").hexdigest()[:MARK]


def joined(group: Group, mark: str) -> bool:
    """Whether the group holds an entry with this mark."""
    return Entry.objects.filter(group=group, mark=mark).exists()


def many(group: Group) -> bool:
    """All that an open group tells of its size: eight or more, or fewer."""
    return Entry.objects.filter(group=group)[:MAP_FROM].count() >= MAP_FROM


def join(group: Group, sent: Contribution, mark: str, instead_of: str = "") -> None:
    """Keep what was sent, once for each mark, in the place of an earlier entry if so asked. Raises GroupClosedError."""
    with transaction.atomic():
        _lock(group)
        if instead_of:
            Entry.objects.filter(group=group, mark=instead_of).delete()
        values = {"connection": sent.connection, "challenge": sent.challenge, "usage": sent.usage}
        Entry.objects.get_or_create(group=group, mark=mark, defaults=values)


def withdraw(group: Group, mark: str) -> None:
    """Take an entry out, if it is there. Raises GroupClosedError."""
    with transaction.atomic():
        _lock(group)
        Entry.objects.filter(group=group, mark=mark).delete()
    _leave_no_trace()


def close(group: Group) -> None:
    """Work out the snapshot and delete the entries, in one transaction. A closed group stays as it is."""
    with transaction.atomic():
        try:
            locked = _lock(group)
        except GroupClosedError:
            return
        entries = Entry.objects.filter(group=group)
        sent = [Contribution(*each) for each in entries.values_list("connection", "challenge", "usage")]
        locked.snapshot = snapshot.to_text(snapshot.snapshot(sent))
        locked.closed = Now()
        locked.save()
        entries.delete()
    _leave_no_trace()


def taken(group: Group) -> Snapshot:
    """The snapshot of a closed group."""
    return snapshot.from_text(group.snapshot)


def purge() -> int:
    """Delete every group whose time is over, with its entries; how many there were."""
    with transaction.atomic():
        over = Group.objects.exclude(_LIVING)
        count = over.count()
        over.delete()
    if count:
        _leave_no_trace()
    return count


def _lock(group: Group) -> Group:
    """The group as it is now, for this transaction alone. Raises GroupClosedError.

    SQLite has one writer at a time anyway; PostgreSQL locks the row.
    """
    locked = Group.objects.select_for_update().filter(_LIVING, pk=group.pk, closed=None).first()
    if locked is None:
        raise GroupClosedError
    return locked


def _leave_no_trace() -> None:
    """Take deleted rows out of the database's files as well.

    SQLite overwrites what is deleted (`secure_delete`) but its log still holds what was written before. PostgreSQL
    leaves old rows in the table's file until it is written anew. A database too busy for it does so next time.
    """
    sweep = "PRAGMA wal_checkpoint(TRUNCATE)" if connection.vendor == "sqlite" else "VACUUM (FULL) selftest_entry"
    try:
        with connection.cursor() as cursor:
            cursor.execute(sweep)
    except DatabaseError:
        return


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
