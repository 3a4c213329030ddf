"""What was measured, as tables that people read: in the terminal and in docs/performance.md."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median

from tests.bench.servers import found

#: In the table of a run; each tells how it was made.
RATIO, MIB, KB, MS, SECONDS, COUNT = "×", " MiB", " kB", " ms", " s", ""


@dataclass(frozen=True)
class Row:
    """One figure: a value for each round, and the least or most that its median may be, if that was agreed.

    `unsure` says why the values can't tell whether it is.
    """

    what: str
    values: Sequence[float]
    unit: str = RATIO
    least: float | None = None
    most: float | None = None
    unsure: str = ""

    @property
    def held(self) -> bool | None:
        """Whether the median is as agreed; None when nothing was."""
        if self.least is None and self.most is None:
            return None
        middle = median(self.values)
        return (self.least is None or middle >= self.least) and (self.most is None or middle <= self.most)

    def cells(self) -> str:
        """The row of a table."""
        figure = "—" if self.held is None else f"≥ {self.least:g}" if self.most is None else f"≤ {self.most:g}"
        measured = f"{number(median(self.values))}{self.unit}"
        if min(self.values) != max(self.values):
            measured += f" ({number(min(self.values))}–{number(max(self.values))})"
        held = "—" if self.held is None else self.unsure or ("yes" if self.held else "**no**")
        return f"| {self.what} | {figure}{'' if self.held is None else self.unit} | {measured} | {held} |"


@dataclass
class Section:
    """Rows of one kind: what they mean, what they can be read against, and what had to be left out."""

    title: str
    meaning: str
    rows: list[Row] = field(default_factory=list)
    context: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        table = [
            "| what | figure to hold | measured | held? |",
            "|---|---|---|---|",
            *(row.cells() for row in self.rows),
        ]
        parts = [f"## {self.title}", self.meaning]
        parts += ["\n".join(table)] if self.rows else []
        parts += ["For context:\n\n" + "\n".join(f"- {line}" for line in self.context)] if self.context else []
        parts += [f"**Left out:** {line}" for line in self.left_out]
        return "\n\n".join(parts)


def number(value: float) -> str:
    """Two or three digits that count."""
    if isinstance(value, int) or value >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.2g}"


def between(values: Sequence[float], unit: str = "") -> str:
    """The median, and from lowest to highest."""
    return f"{number(median(values))}{unit} ({number(min(values))}–{number(max(values))})"


def head() -> str:
    """When, on what, and how to do it again."""
    return f"""# Performance

`make bench` measures this and writes it, in about four minutes. It compares within one run, in rounds by turns: each figure is the median, with the lowest and highest beside it. Ratios are what to read; absolute figures, marked as context, say more about the machine. Tools that are not there leave their rows out: Debian has them as `nginx-light`, `wrk` and `chromium-headless-shell`.

{datetime.now(UTC).date()}, {machine()}. {busy()}"""  # noqa: E501  # a paragraph of Markdown is a line


def busy() -> str:
    """What others were doing on this machine before it began."""
    running, cores = os.getloadavg()[0], os.cpu_count() or 1
    told = f"When it began, {running:.1f} programs wanted a core on average."
    if running > cores / 4:
        told += " **Others were at work on this machine:** trust processor time rather than requests per second."
    return told


def machine() -> str:
    """What it ran on. Of the kernel its number only: some say more in its name than is ours to tell."""
    about = Path("/proc/cpuinfo")
    model = re.search(r"model name\s*: (.*)", about.read_text()) if about.exists() else None
    kernel = platform.release().partition("-")[0]
    versions = [f"Python {platform.python_version()}", f"granian {version('granian')}", f"Django {version('django')}"]
    if nginx := found("nginx"):
        told = subprocess.run([nginx, "-v"], check=True, capture_output=True, text=True).stderr
        versions.append("nginx " + told.strip().rpartition("/")[2])
    parts = [f"{platform.system()} {kernel} on {platform.machine()}", f"{os.cpu_count()} cores"]
    return ", ".join([*parts, model[1] if model else "an unknown processor", *versions])
