"""Slides for a training room: what a trainer downloads opens everywhere, and can be read by everybody."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pdfua
import pikepdf
import pytest
from django.test import Client

from techniques import handouts
from techniques.library import Library
from techniques.typesetting import typeset_all

#: Of each technique.
SLIDES = 6
#: Points, of which a beamer with 1080 lines shows each as two pixels.
SMALLEST = 24


def opened(client: Client, address: str, query: dict[str, str] | None = None) -> pikepdf.Pdf:
    response = client.get(address, query)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    return pikepdf.open(BytesIO(response.getvalue()))


def headings(pdf: pikepdf.Pdf) -> list[str]:
    """The headings that a reader jumps between, with plain spaces."""
    with pdf.open_outline() as outline:
        return [str(item.title).replace("\xa0", " ") for item in outline.root]


def sizes(pdf: pikepdf.Pdf) -> set[float]:
    """The sizes of type on all pages, in points."""
    return {
        float(instruction.operands[1])
        for page in pdf.pages
        for instruction in pikepdf.parse_content_stream(page)
        if str(instruction.operator) == "Tf"
    }


@pytest.mark.parametrize(
    ("address", "language", "title"),
    [("/dia/19.pdf", "nl", "Stiltes laten vallen"), ("/en/slide/19.pdf", "en", "Letting silences fall")],
)
def test_a_technique_has_six_wide_tagged_slides(client: Client, address: str, language: str, title: str) -> None:
    pdf = opened(client, address)
    assert len(pdf.pages) == SLIDES
    assert [float(side) for side in pdf.pages[0].mediabox] == [0, 0, 960, 540]
    assert str(pdf.Root.Lang) == language
    assert str(pdf.docinfo.Title) == title
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.StructTreeRoot.K
    assert headings(pdf) == [f"19 {title}"]
    assert min(sizes(pdf)) >= SMALLEST


def test_the_last_slide_leads_to_the_page(client: Client) -> None:
    pdf = opened(client, "/dia/19.pdf")
    assert [str(note.A.URI) for note in pdf.pages[-1].Annots] == ["http://testserver/t/19"]


def test_a_list_has_its_own_title_and_order(client: Client) -> None:
    pdf = opened(client, "/dias.pdf", {"t": "7,3,99", "title": "Week 1", "n7": "Zoek er drie"})
    assert str(pdf.docinfo.Title) == "Week 1"
    assert headings(pdf) == ["Week 1", "7 Goudklompjes zoeken en benoemen", "3 Iets van jezelf laten zien"]
    assert len(pdf.pages) == 1 + 2 * SLIDES


def test_a_list_without_a_title_is_called_a_list(client: Client) -> None:
    assert headings(opened(client, "/en/slides.pdf", {"t": "19"}))[0] == "A list for you"


@pytest.mark.parametrize(
    "address", ["/dia/99.pdf", "/en/slide/0.pdf", "/dias.pdf?t=99", "/dias.pdf?t=", "/en/slides.pdf?t=x&title=Week"]
)
def test_without_a_technique_there_are_no_slides(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_all_slides_are_made_ahead_and_accessible(tmp_path: Path, library: Library) -> None:
    ready = handouts.ready()
    count = len(library.techniques)
    named = {f"/dia/{each.number}.pdf" for each in library.techniques}
    assert named | {f"/en/slide/{each.number}.pdf" for each in library.techniques} < set(ready)
    files = {tmp_path / address.rpartition("/")[2]: ready[address] for address in ("/dias.pdf", "/en/slides.pdf")}
    typeset_all(files)
    for file in files:
        with pikepdf.open(file) as pdf:
            assert len(pdf.pages) == 1 + SLIDES * count
            assert len(headings(pdf)) == 1 + count
            assert min(sizes(pdf)) >= SMALLEST
        assert pdfua.validate(str(file)).findings == ()
