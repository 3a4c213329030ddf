"""Techniques and key conversations as a course cartridge: IMS Common Cartridge 1.1, for Moodle, Canvas, Brightspace.

It holds links to the pages, not the pages: so the texts stay as good as they are here. They lead to the page in the
course's own language; a short link would take the language of the learner's browser.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from techniques.exports.links import LICENSE, LICENSE_URL, Links
from techniques.kinds import Conversation
from techniques.library import Library
from techniques.ownlist import Chosen, OwnList

#: Of the cartridge in each language: what it says of itself, and its rights.
_TEXTS = {
    "nl": {
        "about": "Gesprekstechnieken en kerngesprekken voor leidinggevenden op de werkvloer, elk op een eigen pagina.",
        "rights": "Naamsvermelding: {attribution}. Licentie: {license}, {url}",
    },
    "en": {
        "about": "Conversation techniques and key conversations for team leaders on the shop floor, a page for each.",
        "rights": "Attribution: {attribution}. License: {license}, {url}",
    },
}
_CC = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_LOM = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
_LINK = "http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMAS = "http://www.imsglobal.org/profile/cc/ccv1p1"
#: When each file in it was made, as far as a zip can tell: the same cartridge is the same bytes.
_ALWAYS = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the course. `key` is unique within it and stays: who imports the course again finds it so."""

    key: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of the course. `key` stays too, and differs between lists: one must not take another's place."""

    key: str
    title: str
    links: tuple[Link, ...]


def cartridge(links: Links, library: Library, chosen: OwnList | None, language: str) -> bytes:
    """The course, in one language: the chosen techniques in their order, or all of them and all key conversations."""
    folders = _folders(links, library, chosen, language)
    title = (chosen and chosen.title) or "Coachkompas"
    files = {_file(link): _web_link(link) for folder in folders for link in folder.links}
    return _zipped({"imsmanifest.xml": _manifest(_about(links, title, language), folders), **files})


def _folders(links: Links, library: Library, chosen: OwnList | None, language: str) -> list[Folder]:
    def technique(each: Chosen) -> Link:
        thing = each.technique
        title = f"{thing.number}. {thing.title[language]}"
        url = links.page("techniques", thing, language)
        return Link(f"{language}-t{thing.number}", f"{title} – {each.note}" if each.note else title, url)

    def conversation(thing: Conversation) -> Link:
        url = links.page("conversations", thing, language)
        return Link(f"{language}-k{thing.number}", thing.title[language], url)

    names = {str(kind): word.name[language] for kind, word in library.vocabulary.kinds.items()}
    if chosen:
        title = chosen.title or names["techniques"]
        # With a title of its own a list stays the same list when techniques come or go.
        key = hashlib.sha256((chosen.title or chosen.query).encode()).hexdigest()[:12]
        return [Folder(f"{language}-{key}", title, tuple(map(technique, chosen.chosen)))]
    techniques = tuple(technique(Chosen(each)) for each in library.techniques)
    conversations = tuple(map(conversation, library.conversations.values()))
    return [
        Folder(f"{language}-techniques", names["techniques"], techniques),
        Folder(f"{language}-conversations", names["conversations"], conversations),
    ]


def _manifest(about: Element, folders: list[Folder]) -> Element:
    root = Element(
        "manifest",
        {
            "identifier": f"coachkompas-{folders[0].key}",
            "xmlns": _CC,
            "xmlns:lomimscc": _LOM,
            "xmlns:xsi": _XSI,
            "xsi:schemaLocation": f"{_CC} {_SCHEMAS}/ccv1p1_imscp_v1p2_v1p0.xsd "
            f"{_LOM} {_SCHEMAS}/LOM/ccv1p1_lommanifest_v1p0.xsd",
        },
    )
    metadata = SubElement(root, "metadata")
    SubElement(metadata, "schema").text = "IMS Common Cartridge"
    SubElement(metadata, "schemaversion").text = "1.1.0"
    metadata.append(about)
    organizations = SubElement(root, "organizations")
    organization = SubElement(organizations, "organization", {"identifier": "course", "structure": "rooted-hierarchy"})
    top = SubElement(organization, "item", {"identifier": "top"})
    resources = SubElement(root, "resources")
    for folder in folders:
        inside = SubElement(top, "item", {"identifier": f"folder-{folder.key}"})
        # Moodle (4.2) puts a folder's title into XML as it is, and fails on these.
        SubElement(inside, "title").text = folder.title.replace("&", "+").replace("<", "‹")
        for link in folder.links:
            item = SubElement(inside, "item", {"identifier": f"item-{link.key}", "identifierref": f"link-{link.key}"})
            SubElement(item, "title").text = link.title
            resource = SubElement(resources, "resource", {"identifier": f"link-{link.key}", "type": "imswl_xmlv1p1"})
            SubElement(resource, "file", {"href": _file(link)})
    return root


def _about(links: Links, title: str, language: str) -> Element:
    """What the cartridge says of itself, as Learning Object Metadata."""
    texts = _TEXTS[language]
    lom = Element("lomimscc:lom")
    general = SubElement(lom, "lomimscc:general")
    _text(general, "title", title, language)
    SubElement(general, "lomimscc:language").text = language
    _text(general, "description", texts["about"], language)
    rights = SubElement(lom, "lomimscc:rights")
    SubElement(SubElement(rights, "lomimscc:copyrightAndOtherRestrictions"), "lomimscc:value").text = "yes"
    terms = texts["rights"].format(attribution=links.attribution, license=LICENSE, url=LICENSE_URL)
    _text(rights, "description", terms, language)
    return lom


def _text(parent: Element, name: str, text: str, language: str) -> None:
    SubElement(SubElement(parent, f"lomimscc:{name}"), "lomimscc:string", {"language": language}).text = text


def _file(link: Link) -> str:
    return f"links/{link.key}.xml"


def _web_link(link: Link) -> Element:
    """A link, which opens beside the course."""
    where = f"{_LINK} {_SCHEMAS}/ccv1p1_imswl_v1p1.xsd"
    root = Element("webLink", {"xmlns": _LINK, "xmlns:xsi": _XSI, "xsi:schemaLocation": where})
    SubElement(root, "title").text = link.title
    SubElement(root, "url", {"href": link.url, "target": "_blank"})
    return root


def _zipped(files: Mapping[str, Element]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, root in files.items():
            ElementTree.indent(root)  # for who looks into it
            entry = ZipInfo(name, _ALWAYS)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, ElementTree.tostring(root, "utf-8", xml_declaration=True))
    return packed.getvalue()
