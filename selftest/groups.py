"""Groups in the database: opening, joining, withdrawing, closing, and what goes when its time is over.

Every change locks its group first, so a closing sees each entry wholly or not at all. What is deleted is also
gone from the database's files. The database's own clock decides what is over.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import re
import secrets
import time
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac

from selftest import joincode, snapshot
from selftest.models import MARK, Entry, Group
from selftest.snapshot import MAP_FROM, Contribution, Snapshot
from selftest.writing import turn

#: An open group and its entries go after this, a snapshot after that.
OPEN_FOR, KEPT_FOR = timedelta(days=30), timedelta(days=365)

#: So many twentieths of a second a sweep waits for transactions of others.
SWEEP_PATIENCE = 40
#: A receipt has at most so many digits.
RECEIPT = 19

log = logging.getLogger(__name__)

_LIVING = Q(closed=None, opened__gt=Now() - OPEN_FOR) | Q(closed__gt=Now() - KEPT_FOR)


class GroupClosedError(Exception):
    """The group is closed: nobody can join or withdraw any more."""


@turn()
def open_group(name: str, form: str) -> tuple[Group, str]:
    """A new group, and the secret that closes it. Only the secret's hash is kept.

    `form` is the random key of the form that asked: sent once more, it gives the same group and secret.
    """
    _delete_what_is_over()
    key = form if re.fullmatch("[0-9a-f]{32}", form) else secrets.token_hex(16)
    digest = salted_hmac("selftest.groups.closing", key, algorithm="sha256").digest()
    secret = base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")
    values = {"code": joincode.new(), "name": name}
    return Group.objects.get_or_create(closing=_hash(secret), defaults=values)[0], secret


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
    """The mark of a private code in a group: the same each time, another in every group, and no way back.

    After a change of the secret the mark that was made with the one before is found again.
    """
    marks = [
        salted_hmac("selftest.groups", f"{group.pk}/{private_code}", key, algorithm="sha256").hexdigest()[:MARK]
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]
    older = Entry.objects.filter(group=group, mark__in=marks[1:]).values_list("mark", flat=True).first()
    return older or marks[0]


def entry(group: Group, receipt: str) -> Entry | None:
    """The entry that a receipt is for, while it is in the group."""
    known = receipt.isascii() and receipt.isdigit() and len(receipt) <= RECEIPT
    return Entry.objects.filter(group=group, id=int(receipt)).first() if known else None


def many(group: Group) -> bool:
    """All that an open group tells of its size: eight or more, or fewer."""
    return Entry.objects.filter(group=group)[:MAP_FROM].count() >= MAP_FROM


@turn()
def join(group: Group, sent: Contribution, mark: str, instead_of: Entry | None = None) -> str:
    """Keep what was sent, once for each mark, in the place of an earlier entry if so asked.

    Gives a receipt: whoever holds it can withdraw. Raises GroupClosedError.
    """
    with transaction.atomic():
        _lock(group)
        if instead_of and instead_of.mark != mark:
            _delete(Entry.objects.filter(group=group, id=instead_of.id))
        values = {"connection": sent.connection, "challenge": sent.challenge, "usage": sent.usage}
        return str(Entry.objects.get_or_create(group=group, mark=mark, defaults=values)[0].id)


@turn()
def withdraw(group: Group, mark: str) -> None:
    """Take the entry with this mark out, if it is there. Raises GroupClosedError."""
    with transaction.atomic():
        _lock(group)
        _delete(Entry.objects.filter(group=group, mark=mark))


@turn()
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
        _delete(entries)


def taken(group: Group) -> Snapshot:
    """The snapshot of a closed group."""
    return snapshot.from_text(group.snapshot)


@turn()
def purge() -> int:
    """Delete every group whose time is over, with its entries, and sweep; how many there were."""
    count = _delete_what_is_over()
    _sweep()
    return count


def usable() -> None:
    """Try whether groups can be read and written, changing nothing. Raises DatabaseError when they can't."""
    with turn(), transaction.atomic():
        Group.objects.filter(pk=0).exists()
        # SQLite finds out when the transaction begins whether its file can be written; PostgreSQL by such a lock.
        if connection.vendor != "sqlite":
            Group.objects.filter(pk=0).update(name="")


def _delete_what_is_over() -> int:
    with transaction.atomic():
        over = Group.objects.exclude(_LIVING)
        if count := over.count():
            _delete(over)
    return count


def _lock(group: Group) -> Group:
    """The group as it is now, for this transaction alone. Raises GroupClosedError.

    SQLite has one writer at a time anyway; PostgreSQL locks the row.
    """
    locked = Group.objects.select_for_update().filter(_LIVING, pk=group.pk, closed=None).first()
    if locked is None:
        raise GroupClosedError
    return locked


def _delete(rows: QuerySet[Any]) -> None:
    """Delete rows, and once that is certain sweep them out of the database's files as well."""
    rows.delete()
    transaction.on_commit(_sweep)


def _sweep() -> None:
    """Take what was deleted out of the database's files.

    SQLite overwrites what it deletes (`secure_delete`), but rebuilt pages and its log may still hold a copy.
    PostgreSQL leaves old rows in the table's file until it is written anew, which spares what a transaction of
    before could still read. `purge` sweeps what was too busy now.
    """
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("VACUUM")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                swept = cursor.fetchone()[0] == 0
            else:
                swept = _others_are_done(cursor)
                cursor.execute("VACUUM (FULL) selftest_entry")
    except DatabaseError:
        swept = False
    if not swept:
        log.warning("The database was too busy to overwrite what was deleted; the next purge will.")


def _others_are_done(cursor: CursorWrapper) -> bool:
    """Wait, not too long, until every transaction that began before now is over.

    In other databases of the same server too: what was deleted since the oldest of them began is not taken out.
    """
    cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
    [now] = cursor.fetchone()
    for _ in range(SWEEP_PATIENCE):
        cursor.execute(
            "SELECT pg_snapshot_xmin(pg_current_snapshot()) >= %s::xid8 AND NOT EXISTS (SELECT FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND greatest(age(backend_xmin), age(backend_xid)) > age(%s::xid8::xid))",
            [now, now],
        )
        if cursor.fetchone() == (True,):
            return True
        time.sleep(0.05)
    return False


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
