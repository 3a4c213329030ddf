"""The course cartridge is what Common Cartridge 1.1 and the systems that read it ask for."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

import pytest
from lxml import etree

from techniques.exports.cartridge import cartridge
from techniques.fields import Language
from techniques.library import Library
from techniques.ownlist import OwnList, parse
from tests.unit.links import LINKS

RULES = etree.RelaxNG(etree.parse(Path(__file__).with_name("cartridge.rng")))
NAMES = {
    "cc": "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1",
    "lom": "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest",
    "link": "http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1",
}


def opened(packed: bytes) -> dict[str, etree._Element]:
    """Every file in a cartridge, by name."""
    with ZipFile(BytesIO(packed)) as archive:
        assert archive.testzip() is None
        return {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}


def texts(files: dict[str, etree._Element], path: str) -> list[str]:
    found = files["imsmanifest.xml"].xpath(path, namespaces=NAMES)
    assert isinstance(found, list)
    return [str(each if isinstance(each, str) else getattr(each, "text", "")) for each in found]


def chosen(library: Library, **query: str) -> OwnList:
    return parse(library, {name: [value] for name, value in query.items()})


LISTS: dict[str, dict[str, str]] = {
    "all": {},
    "a list": {"t": "3,1", "title": "Week 1", "n1": "Probeer dit"},
    "markup": {"t": "2,4", "title": "<item>]]>&amp;", "n2": '"><script>&#0;', "n4": "<![CDATA["},
}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("query", LISTS.values(), ids=LISTS)
def test_every_file_is_as_the_standard_has_it(tiny_library: Library, query: dict[str, str], language: Language) -> None:
    own = chosen(tiny_library, **query) if query else None
    files = opened(cartridge(LINKS, tiny_library, own, language))
    for name, root in files.items():
        assert RULES.validate(root), f"{name}: {RULES.error_log}"
    identifiers = texts(files, "//@identifier")
    assert len(identifiers) == len(set(identifiers))
    linked = texts(files, "//cc:item/@identifierref")
    assert sorted(linked) == sorted(texts(files, "//cc:resource/@identifier")), "every link stands in a folder, once"
    named = texts(files, "//cc:file/@href")
    assert sorted(named) == sorted(set(files) - {"imsmanifest.xml"}), "what is named is there, and nothing else"
    assert all(".." not in PurePosixPath(name).parts and not PurePosixPath(name).is_absolute() for name in named)
    titles = texts(files, "//cc:item[@identifierref]/cc:title")
    roots = [files[name] for name in named]
    assert [root.findtext("link:title", namespaces=NAMES) for root in roots] == titles


def test_a_course_has_all_techniques_and_all_conversations(tiny_library: Library) -> None:
    files = opened(cartridge(LINKS, tiny_library, None, "en"))
    assert texts(files, "/cc:manifest/cc:organizations//cc:item[cc:item]/cc:title") == ["techniques", "conversations"]
    techniques = texts(files, "//cc:item[@identifier='folder-en-techniques']/cc:item/cc:title")
    assert techniques == ["1. Hearing", "2. Asking", "3. Angry", "4. Nodding"]
    assert len(texts(files, "//cc:item[@identifier='folder-en-conversations']/cc:item")) == len(
        tiny_library.conversations
    )
    assert (
        files["links/en-t2.xml"].xpath("string(link:url/@href)", namespaces=NAMES) == "https://site.example/en/asking"
    )


def test_a_list_has_its_title_its_order_and_its_notes(tiny_library: Library) -> None:
    own = chosen(tiny_library, t="3,1", title="Week 1 & <2>", n1="Probeer & kijk")
    files = opened(cartridge(LINKS, tiny_library, own, "nl"))
    assert texts(files, "//lom:title/lom:string") == ["Week 1 & <2>"]
    assert texts(files, "//cc:item[cc:item]/cc:title") == ["Week 1 + ‹2>"], "as Moodle can read it"
    titles = texts(files, "//cc:item[@identifierref]/cc:title")
    assert titles == ["3. Boos", "1. Horen – Probeer & kijk"]


def test_two_lists_in_one_course_stay_two_and_a_changed_list_stays_one(tiny_library: Library) -> None:
    def folder(**query: str) -> str:
        own = chosen(tiny_library, **query)
        (found,) = texts(opened(cartridge(LINKS, tiny_library, own, "nl")), "//cc:item[@identifierref]/../@identifier")
        return found

    assert folder(t="3", title="Week 1") == folder(t="3,1", title="Week 1")
    assert len({folder(t="3", title="Week 1"), folder(t="3", title="Week 2"), folder(t="3"), folder(t="1")}) == 4


def test_who_imports_again_finds_the_same_links(tiny_library: Library) -> None:
    def resources(own: OwnList | None) -> set[str]:
        return set(texts(opened(cartridge(LINKS, tiny_library, own, "nl")), "//cc:resource/@identifier"))

    assert resources(chosen(tiny_library, t="3,1")) < resources(None)
    assert cartridge(LINKS, tiny_library, None, "nl") == cartridge(LINKS, tiny_library, None, "nl"), "byte for byte"
