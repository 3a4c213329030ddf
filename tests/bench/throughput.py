"""Requests per second and processor time per request: the Edition, what depends on the visitor, a bare view, nginx."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.bench.report import Row, Section, between
from tests.bench.servers import ACCEPT, BARE, CONNECTIONS, Granian, Nginx, ask, missing, processor_time, wrk

ROUNDS, SECONDS = 5, 2
#: A server that used so much of its core had enough to do.
ALL_OF_IT = 0.85
PAGE, SEARCH, START = "/technieken/stiltes-laten-vallen/", "/technieken/?q=te+laat", "/zelftest/"
#: Headers that nginx sets by itself.
_NGINX = {"content-type", "content-length", "etag", "date", "server", "connection"}


@dataclass
class Subject:
    """Something to ask for, and what each round found: requests per second, processor time per request."""

    server: Granian | Nginx
    path: str
    headers: dict[str, str] = field(default_factory=lambda: dict(ACCEPT))
    rates: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)

    @property
    def address(self) -> str:
        return self.server.address + self.path

    def if_known(self) -> Subject:
        """The same, for a browser that has it already."""
        etag = ask(self.address)[1]["etag"]
        known = Subject(self.server, self.path, {**ACCEPT, "If-None-Match": etag})
        assert ask(known.address, known.headers)[0] == 304
        return known

    def measure(self, seconds: int) -> None:
        before = processor_time(self.server)
        rate, count = wrk(self.address, self.headers, seconds)
        if not count:  # on a machine that is very busy
            self.measure(2 * seconds)
            return
        self.rates.append(rate)
        self.costs.append((processor_time(self.server) - before) / count)

    def forget(self) -> None:
        self.rates.clear()
        self.costs.clear()

    @property
    def cores(self) -> list[float]:
        """How much of its core the server used in each round; what it did not use it waited, for wrk or others."""
        return [rate * cost for rate, cost in zip(self.rates, self.costs, strict=True)]

    def __str__(self) -> str:
        return (
            f"{between(self.rates)} requests/s, {between([cost * 1e6 for cost in self.costs])} µs of processor each,"
            f" {between([100 * core for core in self.cores])} % of a core"
        )


def compare(what: str, one: Subject, other: Subject, least: float | None = None) -> list[Row]:
    """How many times more `one` serves in the same time, and in the same processor time."""
    rates = [a / b for a, b in zip(one.rates, other.rates, strict=True)]
    costs = [b / a for a, b in zip(one.costs, other.costs, strict=True)]
    unsure = "can't tell: a server waited" if min(median(one.cores), median(other.cores)) < ALL_OF_IT else ""
    return [Row(what, rates, least=least, unsure=unsure), Row(f"{what}, by processor time", costs, least=least)]


def throughput(database: str, folder: Path) -> Section:
    """Measure by turns, some seconds each."""
    section = Section(
        "Requests",
        f"How many times as many requests one granian worker with four threads answers, against the other in the same"
        f" round: wrk asks over {CONNECTIONS} connections from the other core for {SECONDS} s, {ROUNDS} rounds. *By"
        " processor time* counts what the server used for a request, waiting left out; it moves less. Where a"
        f" server used less than {ALL_OF_IT:.0%} of its core (see the context) it waited for wrk or for others, and"
        " requests per second tell nothing. The bare view is"
        " a Django without middleware that returns 7 kB; nginx serves the very bytes and headers of the Edition's page"
        " as a file.",
    )
    if told := missing("wrk"):
        section.left_out.append(f"all of it: {told}.")
        return section
    with ExitStack() as stack:
        site = stack.enter_context(Granian(database))
        bare = Subject(stack.enter_context(Granian(database, application=BARE)), "/")
        page, found, start = Subject(site, PAGE), Subject(site, SEARCH), Subject(site, START)
        known = page.if_known()
        subjects = {"Edition": page, "Edition, 304": known, "search": found, "self-test's start": start, "bare": bare}
        if told := missing("nginx"):
            section.left_out.append(f"nginx: {told}.")
        else:
            _, headers, body = ask(page.address)
            assert headers["content-encoding"] == "br"
            same = {name.title(): value for name, value in headers.items() if name not in _NGINX}
            file = Subject(stack.enter_context(Nginx(folder, body, same)), "/page")
            answer = ask(file.address)
            assert answer[2] == body
            assert answer[1]["content-encoding"] == "br"
            subjects |= {"nginx": file, "nginx, 304": file.if_known()}
        for subject in subjects.values():
            subject.measure(1)
            subject.forget()
        for _ in range(ROUNDS):
            for subject in subjects.values():
                subject.measure(SECONDS)
    section.rows += compare("Edition's page / bare view", page, bare, 4)
    if "nginx" in subjects:
        section.rows += compare("Edition's page / nginx", page, subjects["nginx"], 0.45)
        section.rows += compare("Edition's 304 / nginx's 304", known, subjects["nginx, 304"], 0.6)
    section.rows += compare("Search / bare view", found, bare)
    section.rows += compare("Self-test's start / bare view", start, bare)
    section.context += [f"{name}: {subject}" for name, subject in subjects.items()]
    return section
