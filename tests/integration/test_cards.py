"""Print cards as files: every one of them is made, passes PDF/UA, and is given to who asks for it."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.test import Client, override_settings
from django.utils import translation

from techniques import handouts, ownlist, store
from techniques.attempts import Attempts
from techniques.cards import FORMS, Form
from techniques.fields import Language
from techniques.kinds import Technique
from techniques.library import Library
from techniques.ownlist import MAX_NOTE, MAX_TITLE, Chosen, OwnList
from techniques.typesetting import Job, TypesettingError, typeset, typeset_all
from techniques.views import handouts as views
from tests import tiny
from tests.verapdf import broken_rules

POINTS = 72 / 25.4
#: Sheets of each form in points, and how many cards there are on a page.
SHEETS: dict[Form, tuple[float, float]] = {"a6": (105, 148), "a4": (210, 297), "fold": (210, 297)}
#: A word of twelve letters.
LONG = "verantwoorde"
NOTE = "Doe dit in de koffiepauze, en vertel volgende week wat je hoorde."


def elements(pdf: pikepdf.Pdf, kind: str) -> list[Any]:
    """Everything of a kind that is read out, in the order in which it is."""

    def below(node: Any) -> list[Any]:
        if isinstance(node, pikepdf.Array):
            return [found for each in node for found in below(each)]
        if not isinstance(node, pikepdf.Dictionary) or "/S" not in node:
            return []
        return ([node] if kind == node.S else []) + below(node.get("/K", pikepdf.Array()))

    return below(pdf.Root.StructTreeRoot.K)


def titles(pdf: pikepdf.Pdf) -> list[str]:
    return [str(heading.T) for heading in elements(pdf, "/H1")]


def as_long_as_can_be(words: int) -> dict[str, str]:
    return tiny.both(" ".join([LONG] * words) + ".")


def fullest() -> Technique:
    """A technique whose every field on the card is as long as the loader takes, in long words."""
    moment, words = tiny.both((LONG + " ") * 4 + "zeggen."), tiny.both((LONG + " ") * 8 + "doen!")
    return Technique.model_validate(
        tiny.technique(
            26,
            "high",
            "high",
            "horen",
            "hearing",
            related=tiny.related(2, 3),
            short_title=tiny.both("Verantwoordelijkheidsgevoel."),
            gist=tiny.both((LONG + " ") * 10 + "zo gezegd."),
            say=[{"moment": moment, "words": words, "pause": "6"}] * 5,
            when=[as_long_as_can_be(20)] * 6,
            not_when=[as_long_as_can_be(25)] * 4,
            steps=[{"title": as_long_as_can_be(6), "text": tiny.both("Doe dit nu even.")}] * 6,
            practise={"task": as_long_as_can_be(50), "worked": tiny.both(tiny.filler(6))},
        )
    )


@pytest.fixture(scope="module")
def jobs(library: Library) -> dict[str, Job]:
    """Decks of everything, of the fullest technique with the longest note, and of a list, by name."""
    full, letters = fullest(), Chosen(fullest(), "x" * MAX_NOTE)
    assert len(full.short_title.nl) == 28
    long = OwnList((Chosen(full, ("n" + LONG[:9] + " ") * 9 + "n" * 10), letters), "W" * MAX_TITLE)
    own = ownlist.parse(library, {"t": ["19,3,26,6,11"], "title": ["Week 1"], "n19": [NOTE]})
    found = {}
    for language in Language:
        # A side is the same in every form.
        for form in ("a6", "a4") if language == "nl" else ("a6", "fold"):
            found[f"all-{language}-{form}"] = handouts.all_cards(language, form)
        found[f"full-{language}-a6"] = handouts.list_cards(language, "a6", long)
    for form in FORMS:
        found[f"list-nl-{form}"] = handouts.list_cards("nl", form, own)
        found[f"one-nl-{form}"] = handouts.one_card("nl", form, library.techniques[17])
    return found


@pytest.fixture(scope="module")
def files(jobs: dict[str, Job], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """All of these, made. A text that does not fit on its card would stop this."""
    folder = tmp_path_factory.mktemp("cards")
    made = {name: folder / f"{name}.pdf" for name in jobs}
    for language in Language:
        typeset_all({made[name]: job for name, job in jobs.items() if f"-{language}-" in name})
    return made


def test_every_deck_passes_pdf_ua(files: dict[str, Path]) -> None:
    # The largest are like the lists, only longer; one of them will do.
    large = [name for name in files if name.startswith("all-") and name != "all-nl-a4"]
    assert broken_rules([file for name, file in files.items() if name not in large]) == {}


def test_every_deck_has_its_sheets(files: dict[str, Path], library: Library) -> None:
    cards = {"all": len(library.techniques) + 1, "full": 3, "list": 6, "one": 1}
    pages = {"a6": lambda n: 2 * n, "a4": lambda n: 2 * -(-n // 4), "fold": lambda n: -(-n // 2)}
    for name, file in files.items():
        kind, language, form = name.split("-")
        with pikepdf.open(file) as pdf:
            assert len(pdf.pages) == pages[form](cards[kind]), name
            for page in pdf.pages:
                assert [float(at) / POINTS for at in page.mediabox[2:]] == pytest.approx(SHEETS[form], abs=0.01)  # type: ignore[index]
            assert str(pdf.Root.Lang) == language
            assert not pdf.check_pdf_syntax(), name


def test_who_hears_a_deck_hears_each_card_by_its_name(files: dict[str, Path], library: Library) -> None:
    names = [f"{t.number} {t.short_title.nl}" for t in library.techniques]
    with pikepdf.open(files["all-nl-a6"]) as pdf:
        assert titles(pdf) == ["Alle technieken", *names]
    # Four to a page the back comes a page later, so that it needs its name as well: in the order of the fronts.
    with pikepdf.open(files["all-nl-a4"]) as pdf:
        heard = titles(pdf)
        assert heard[:8] == ["Alle technieken", *names[:3]] * 2
        assert sorted(heard) == sorted(["Alle technieken", *names] * 2)


def test_a_code_and_a_place_are_told_in_words(files: dict[str, Path]) -> None:
    with pikepdf.open(files["one-nl-a6"]) as pdf:
        told = [str(figure.Alt).replace("\u200b", "") for figure in elements(pdf, "/Figure")]
    assert told == ["Verbinding hoog, uitdaging hoog", "QR-code naar localhost:8000/t/18"]


def test_four_cards_to_hand_out_are_read_out_once(files: dict[str, Path]) -> None:
    with pikepdf.open(files["one-nl-a4"]) as pdf:
        assert len(pdf.pages) == 2
        assert titles(pdf) == ["18 Helpen volhouden"] * 2  # its front and its back


def test_what_does_not_fit_is_never_printed(jobs: dict[str, Job]) -> None:
    job = jobs["full-nl-a6"]
    card = {**job.data["cards"][0], "steps": ["veel " * 300]}
    with pytest.raises(TypesettingError, match="back too full: technique 26 in nl"):
        typeset(Job(job.template, {**job.data, "cards": [card]}))


@pytest.mark.parametrize(("root", "kind", "fold"), [("/kaarten/", "kaarten", "vouw"), ("/en/cards/", "cards", "fold")])
def test_a_list_is_made_when_it_is_asked_for(client: Client, root: str, kind: str, fold: str) -> None:
    asked = {"t": "3,7", "title": "Week 1 <b>", "n7": "Eerst dit"}
    response = client.get(f"{root}{fold}.pdf", asked)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Content-Disposition"] == f'inline; filename="coachkompas-{kind}-3-7-{fold}.pdf"'
    assert response.content.startswith(b"%PDF")
    known = client.get(f"{root}{fold}.pdf", asked, headers={"If-None-Match": response["ETag"]})
    assert (known.status_code, known.content) == (304, b"")
    other = client.head(f"{root}{fold}.pdf", {"t": "3,7", "title": "Week 2"})
    assert (other.status_code, b"".join(other)) == (200, b"")
    assert "Content-Length" not in other
    assert other["ETag"] != response["ETag"]


def test_a_card_of_one_technique_is_called_by_it(client: Client) -> None:
    response = client.get("/kaarten/19/a6.pdf")
    assert response["Content-Disposition"] == 'inline; filename="coachkompas-19-stiltes-laten-vallen-a6.pdf"'
    assert response.content.startswith(b"%PDF")


@pytest.mark.parametrize(
    "address", ["/kaarten/99/a6.pdf", "/kaarten/a5.pdf", "/kaarten/fold.pdf", "/en/cards/vouw.pdf", "/kaarten/0/a4.pdf"]
)
def test_what_is_no_card_is_not_there(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/kaarten/a6.pdf?t=99,x", "In deze lijst staat geen techniek."),
        ("/en/cards/a6.pdf?t=", "There is no technique in this list."),
    ],
)
def test_an_empty_list_says_so_and_leads_on(client: Client, address: str, words: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert words in response.content.decode()
    assert f'href="{"/en/techniques/" if address.startswith("/en") else "/technieken/"}"' in response.content.decode()


def test_who_asks_for_very_much_is_asked_for_patience(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MADE", Attempts(1))
    assert client.get("/kaarten/3/a6.pdf").status_code == 200
    for address, words in (("/kaarten/a6.pdf?t=3", "over 10 minuten"), ("/en/cards/a6.pdf?t=3", "in 10 minutes")):
        refused = client.get(address)
        assert (refused.status_code, refused["Retry-After"]) == (429, "600")
        assert words in refused.content.decode()


def test_when_too_many_ask_at_once_the_rest_is_told_to_come_back(client: Client) -> None:
    held = 0
    try:
        while views.AT_ONCE.acquire(blocking=False):
            held += 1
        refused = client.get("/kaarten/3/a6.pdf")
    finally:
        views.AT_ONCE.release(held)
    assert (refused.status_code, refused["Retry-After"]) == (503, "5")
    assert "We maken net iets voor anderen." in refused.content.decode()
    assert client.get("/kaarten/3/a6.pdf").status_code == 200


def test_nothing_that_a_visitor_wrote_gets_into_a_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    client.raise_request_exception = False
    with caplog.at_level(logging.DEBUG), override_settings(SITE_URL="x" * 4000):  # no code holds that address
        failed = client.get("/kaarten/a6.pdf", {"t": "3", "title": "Geheim", "n3": "Verborgen"})
    assert failed.status_code == 500
    client.raise_request_exception = True
    with caplog.at_level(logging.DEBUG):
        client.get("/kaarten/a6.pdf", {"t": "3", "title": "Geheim", "n3": "Verborgen"})
        client.get("/kaarten/a6.pdf", {"t": "99", "title": "Geheim", "n99": "Verborgen"})
    assert caplog.text
    assert "Geheim" not in caplog.text
    assert "Verborgen" not in caplog.text


@pytest.mark.parametrize(("note", "remark"), [("", ""), ("kort", ""), ("lang " * 20, "De notities pasten niet")])
def test_the_code_of_a_list_holds_what_a_phone_can_read(library: Library, note: str, remark: str) -> None:
    given = {"t": ["3,7,12"], "title": ["Week 1"], **({f"n{n}": [note] for n in (3, 7, 12)} if note else {})}
    cover = handouts.list_cards("nl", "a6", ownlist.parse(library, given)).data["cover"]
    assert cover["remark"].startswith(remark)
    assert bool(cover["remark"]) == bool(remark)
    assert cover["address"].replace("\u200b", "") == "localhost:8000/lijst/?t=3,7,12"
    size = re.search(r'viewBox="0 0 (\d+) ', cover["qr"])
    assert size
    assert int(size[1]) <= 4 * 12 + 17 + 8  # version 12


def test_decks_are_ready_in_every_form_and_each_card_as_it_is(library: Library) -> None:
    ready = handouts.ready()
    for language, root in (("nl", "/kaarten/"), ("en", "/en/cards/")):
        for names in FORMS.values():
            assert f"{root}{names[language]}.pdf" in ready
        assert {f"{root}{t.number}/a6.pdf" for t in library.techniques} <= set(ready)
    with translation.override("en"):
        assert handouts.ready().keys() == ready.keys()
    assert store.library().techniques
