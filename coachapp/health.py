"""/healthz: whether this process serves what it should.

Reference pages never depend on the database, so what is wrong with that, or with new content, is *degraded* and no
reason to take the site away.
"""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from coachapp import serving
from selftest import groups

#: Fewest free bytes beside the database.
LEAST_FREE = 64 * 1024 * 1024
#: Seconds for which a look at the database holds, so that asking often costs nothing.
HOLDS = 1.0

_looked: tuple[float, str] = (0.0, "")


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """`ok`, or `degraded` with what is wrong. Always 200, for the reference pages are there."""
    served = serving.now()
    found = {"content": served.problem if served else "", "database": _database()}
    wrong = {name: problem for name, problem in found.items() if problem}
    told = {
        "status": "degraded" if wrong else "ok",
        "content": served.name if served else "as it is in the files",
        "problems": wrong,
    }
    response = JsonResponse(told)
    response.headers["Cache-Control"] = "no-store"
    return response


def _database() -> str:
    """What is wrong with the database. It names no path and no address."""
    global _looked
    at, problem = _looked
    if time.monotonic() > at + HOLDS:
        problem = _problem()
        _looked = time.monotonic(), problem
    return problem


def _problem() -> str:
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        if not file.exists():
            return "the file is not there"
        if shutil.disk_usage(file.parent).free < LEAST_FREE:
            return "the disk is nearly full"
    try:
        groups.usable()
    except (DatabaseError, InterfaceError) as error:
        return str(error).partition("\n")[0] if connection.vendor == "sqlite" else "it can't be reached or written"
    return ""
