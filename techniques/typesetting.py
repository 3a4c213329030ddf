"""Typesetting: a template under `templates/handouts/` and what stands on it become a PDF or a picture.

It is done in a process of its own, which knows nothing of the site: what it takes in memory and time is bounded, and
given back. Texts travel as data and are never read as markup, so that a text from an address can do nothing but stand
there.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "handouts"
#: Seconds that one document may take, and megabytes of addresses; a deck of all techniques takes a quarter of either.
PATIENCE, MEMORY = 10, 2048
#: Documents that one process makes: what typst remembers of them adds up.
AT_ONCE = 6


@dataclass(frozen=True, slots=True)
class Job:
    """A document to be made: the template's name, what it reads as `data`, and what comes of it.

    `data` is anything that JSON can hold. A PDF is tagged, and checked against PDF/UA-1 while it is made; a picture
    has two pixels for each point of its page.
    """

    template: str
    data: Mapping[str, Any]
    form: Literal["pdf", "png"] = "pdf"

    @property
    def digest(self) -> str:
        """What comes of it, but for the day that stands on it (`made`): the same for the same."""
        data = {name: value for name, value in self.data.items() if name != "made"}
        return sha256(json.dumps([self.template, data, self.form, _templates()]).encode()).hexdigest()[:32]


@cache
def _templates() -> str:
    """The templates and typefaces as they are, and the typesetter's version."""
    files = sorted(file for file in TEMPLATES.rglob("*") if file.is_file())
    return sha256(b"".join(map(Path.read_bytes, files)) + version("typst").encode()).hexdigest()


#: Nothing of this process's surroundings, such as secrets.
_ALONE = {"MALLOC_ARENA_MAX": "1"}


class TypesettingError(Exception):
    """A document that can't be made: what the typesetter says of it."""


def typeset(job: Job) -> bytes:
    """Make one document. Raises TypesettingError, also when it takes too long."""
    return _run([(job, "")])


def typeset_all(jobs: Mapping[Path, Job]) -> None:
    """Make many documents, each written to its file, on every core. Raises TypesettingError."""
    for file in jobs:
        file.parent.mkdir(parents=True, exist_ok=True)
    # The largest first, so that no process gets two of them.
    given = sorted(((job, str(file)) for file, job in jobs.items()), key=lambda each: -len(str(each[0].data)))
    count = -(-len(given) // AT_ONCE)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        # Each a share of every kind, for some kinds take longer.
        list(pool.map(_run, [given[start::count] for start in range(count)]))


def _run(jobs: list[tuple[Job, str]]) -> bytes:
    """Have them made by this file as a program, and return what it writes out."""
    patience = PATIENCE * len(jobs)
    # While somebody waits for one it may have two cores; of many, each core makes its own.
    threads = {"RAYON_NUM_THREADS": "2" if len(jobs) == 1 else "1"}
    given = [{"template": j.template, "data": j.data, "form": j.form, "file": file} for j, file in jobs]
    try:
        done = subprocess.run(  # noqa: S603  # nothing of it comes from outside
            [sys.executable, "-I", __file__],
            input=json.dumps(given, ensure_ascii=False).encode(),
            env={**_ALONE, **threads},
            capture_output=True,
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TypesettingError(f"took longer than {patience} s") from error
    if done.returncode:
        raise TypesettingError(done.stderr.decode(errors="replace").strip() or f"ended with {done.returncode}")
    return done.stdout


def _main() -> None:
    import typst

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY << 20, MEMORY << 20))
    for job in json.load(sys.stdin.buffer):
        is_pdf = job["form"] == "pdf"
        made = typst.compile(
            str(TEMPLATES / job["template"]),
            root=str(TEMPLATES),
            font_paths=[str(TEMPLATES / "fonts")],
            ignore_system_fonts=True,
            format=job["form"],
            ppi=None if is_pdf else 144,
            sys_inputs={"data": json.dumps(job["data"], ensure_ascii=False)},
            pdf_standards=["ua-1"] if is_pdf else [],
        )
        if job["file"]:
            Path(job["file"]).write_bytes(made)
        else:
            sys.stdout.buffer.write(made)


if __name__ == "__main__":
    try:
        _main()
    except Exception as error:  # what went wrong is told to who asked, whatever it is
        sys.exit(f"{type(error).__name__}: {error}")
