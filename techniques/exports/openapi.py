"""The description of the JSON API, as OpenAPI 3.1. What it says of the content comes from the content's own models."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from techniques.exports.api import MODELS, NARROWED_BY, ROOT, SHORT, values
from techniques.exports.links import LICENSE, Links
from techniques.fields import Language, Text
from techniques.kinds import Kind, Place, Technique, Vocabulary
from techniques.library import Library
from techniques.ownlist import MAX_LENGTH

Data = dict[str, Any]

_SCHEMAS = "#/components/schemas/"
_LANGUAGES = [language.value for language in Language]
#: A list of techniques as an address carries it; what is no technique is left out.
LIST = r"^[0-9]{1,3}(,[0-9]{1,3})*$"
#: What an identifier looks like; a technique's is its number.
IDENTIFIERS = {"techniques": r"^[1-9][0-9]?$"}
IDENTIFIER = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"

_ABOUT = """\
The conversation techniques of *Coachen op de werkplek* (coaching on the shop floor) and all that stands around them,
in Dutch and English: read-only, without a key, from any page. Every answer has an `ETag`: send it back as
`If-None-Match`, and what you already have is not sent again.

What `v1` promises: addresses, identifiers, fields and their types stay. Fields, kinds and values of an enumeration
may be added, and texts become better.
"""


def document(links: Links, library: Library) -> Data:
    """The whole description, for this site and its content."""
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "Coachkompas",
            "version": "1.0.0",
            "summary": "Conversation techniques for team leaders, as data.",
            "description": _ABOUT,
            "license": {"name": "Creative Commons Attribution 4.0", "identifier": LICENSE},
        },
        "servers": [{"url": links.site}],
        "externalDocs": {"url": f"{links.site}/", "description": "The site"},
        "tags": [
            {"name": "content", "description": "What the site says"},
            {"name": "about", "description": "This API"},
        ],
        "paths": _paths(library),
        "components": {
            "schemas": _schemas(),
            "headers": _HEADERS,
            "responses": _PROBLEMS,
            "parameters": {"language": _in_path("language", {"enum": _LANGUAGES}, "The language of the texts.")},
        },
    }


# -- addresses ------------------------------------------------------------------------------------


def _paths(library: Library) -> Data:
    paths = {
        ROOT: _get("getIndex", "Where everything is", {"$ref": f"{_SCHEMAS}Index"}, tag="about"),
        f"{ROOT}openapi.json": _get("getDescription", "This description", {"type": "object"}, tag="about"),
    }
    for kind, model in MODELS.items():
        name = model.__name__
        narrowing = _narrowing(library) if kind == "techniques" else []
        many = _envelope(items={"type": "array", "items": {"$ref": _SCHEMAS + name}})
        paths[f"{ROOT}{{language}}/{kind}"] = _get(f"list{kind.title()}", f"All {kind}, whole", many, narrowing)
        one = _envelope(item={"$ref": _SCHEMAS + name})
        known = list(library.kinds()[kind])
        identifier = _in_path("id", {"pattern": IDENTIFIERS.get(kind, IDENTIFIER)}, "Its identifier, which lasts.")
        identifier["examples"] = {key: {"value": key} for key in known}
        summary = f"One {name.lower()}"
        paths[f"{ROOT}{{language}}/{kind}/{{id}}"] = _get(f"get{name}", summary, one, [identifier], may_be_gone=True)
    paths[f"{ROOT}{{language}}/map"] = _get("getMap", "Axes, places and what stands there", {"$ref": f"{_SCHEMAS}Map"})
    words = _envelope(item={"$ref": f"{_SCHEMAS}Vocabulary"})
    paths[f"{ROOT}{{language}}/vocabulary"] = _get("getVocabulary", "Words for identifiers in the data", words)
    return paths


def _get(
    name: str,
    summary: str,
    schema: Data,
    parameters: list[Data] | None = None,
    may_be_gone: bool = False,
    tag: str = "",
) -> Data:
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in _HEADERS if name != "Allow"}
    answers: Data = {
        "200": {"description": summary, "headers": headers, "content": {"application/json": {"schema": schema}}},
        "304": {"description": "You have it already", "headers": {"ETag": headers["ETag"]}},
        "405": {"$ref": "#/components/responses/405"},
    }
    about = tag == "about"
    if not about:
        answers["404"] = {"$ref": "#/components/responses/404"}
    if parameters and not may_be_gone:
        answers["400"] = {"$ref": "#/components/responses/400"}
    described = {"operationId": name, "summary": summary, "tags": [tag or "content"], "responses": answers}
    in_language = [] if about else [{"$ref": "#/components/parameters/language"}]
    return {"get": {**described, "parameters": [*in_language, *(parameters or [])]}}


def _in_path(name: str, schema: Data, about: str) -> Data:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": about,
        "schema": {"type": "string", **schema},
    }


def _narrowing(library: Library) -> list[Data]:
    """The parameters of the list of techniques."""
    some = [t.number for t in library.techniques[:3]]
    chosen = {
        "name": "t",
        "in": "query",
        "description": "Only these techniques, in this order: the `t` of a list's address. Unknown ones are left out.",
        "schema": {"type": "string", "pattern": LIST, "maxLength": MAX_LENGTH},
        "examples": {"some": {"value": ",".join(map(str, some))}},
    }
    known = values(library)
    return [chosen] + [
        {
            "name": name,
            "in": "query",
            "description": f"Only techniques with this {name}; give it again for one or the other.",
            "schema": {"type": "array", "items": {"type": "string", "enum": known[name]}},
        }
        for name in NARROWED_BY
    ]


# -- what is answered -----------------------------------------------------------------------------

_HEADERS: Data = {
    "ETag": {"description": "Names this answer, for `If-None-Match`.", "required": True, "schema": {"type": "string"}},
    "Cache-Control": {"description": "How long it may be kept.", "required": True, "schema": {"type": "string"}},
    "Access-Control-Allow-Origin": {
        "description": "Any page may read it.",
        "required": True,
        "schema": {"const": "*"},
    },
    "Allow": {"description": "The methods that are.", "required": True, "schema": {"type": "string"}},
}

_PROBLEMS: Data = {
    status: {
        "description": about,
        "headers": {"Allow": {"$ref": "#/components/headers/Allow"}} if status == "405" else {},
        "content": {"application/problem+json": {"schema": {"$ref": f"{_SCHEMAS}Problem"}}},
    }
    for status, about in {
        "400": "A parameter is not as described",
        "404": "There is no such thing",
        "405": "Only GET, HEAD and OPTIONS",
    }.items()
}

_TERMS: Data = {
    "license": {"const": LICENSE, "description": "SPDX identifier of the licence of all texts."},
    "attribution": {"type": "string", "description": "The name to give with it."},
}


def _object(properties: Data, about: str = "") -> Data:
    described = {"description": about} if about else {}
    return {"type": "object", **described, "required": list(properties), "properties": properties}


def _envelope(**content: Data) -> Data:
    return _object({"language": {"enum": _LANGUAGES}, **_TERMS, **content})


def _address(about: str) -> Data:
    return {"type": "string", "format": "uri", "description": about}


@cache
def _schemas() -> Data:
    """What things look like; the same for every content."""
    models: list[type[BaseModel]] = [*MODELS.values(), Vocabulary, Place]
    _, made = models_json_schema([(model, "serialization") for model in models], ref_template=f"{_SCHEMAS}{{model}}")
    found = made["$defs"]
    schemas = {name: _plain(schema, found) for name, schema in found.items() if not _is_text(schema)}
    for kind, model in MODELS.items():
        links = {
            "id": {"type": "string", "description": "What it is called in addresses of this API; it lasts."},
            "url": _address("Its page, in this language."),
            **({"short_url": _address("As short as it gets, for paper.")} if kind in SHORT else {}),
            "alternate": _address("The same in this API, in the other language."),
        }
        schema = schemas[model.__name__]
        schema["properties"] = {**links, **schema["properties"]}
        schema["required"] = [*links, *schema["required"]]
    place, number = schemas["Place"], schemas[Technique.__name__]["properties"]["number"]
    place = _object({"id": {"type": "string"}, **place["properties"], "techniques": {"type": "array", "items": number}})
    words = {"type": "array", "items": _WORD}
    axis = _object({"id": {"type": "string"}, "name": {"type": "string"}, "levels": words})
    whole = {"axes": {"type": "array", "items": axis}, "places": {"type": "array", "items": place}}
    return dict(sorted({**schemas, "Map": _envelope(**whole), "Index": _index(), "Problem": _PROBLEM}.items()))


_WORD = _object(
    {"id": {"type": "string"}, "name": {"type": "string"}, "step": {"enum": [-1, 0, 1]}}, "A level of an axis."
)

_PROBLEM = _object(
    {
        "type": {"const": "about:blank"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong, for who reads it."},
    },
    "What went wrong (RFC 9457).",
)


def _index() -> Data:
    addresses = _object({word: _address("") for word in (*get_args(Kind), "map", "vocabulary")})
    languages = _object(dict.fromkeys(_LANGUAGES, addresses))
    return _object({"version": {"const": 1}, "description": _address("This."), "languages": languages, **_TERMS})


def _is_text(schema: Data) -> bool:
    """Whether it is the schema of a text in every language, and of nothing more."""
    return set(schema.get("properties", ())) == set(Text.model_fields)


def _plain(schema: Any, models: Data) -> Any:
    """A schema as `techniques.exports.api.plain` tells its values: texts in one language. It stays open for fields
    that are added later."""
    if isinstance(schema, list):
        return [_plain(each, models) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if (name := _name(schema)) and _is_text(models[name]):
        about = {key: value for key, value in schema.items() if key != "$ref"}
        return _plain({**models[name]["properties"][_LANGUAGES[0]], **about}, models)
    plain = {
        # Where a bound stands after a check of our own, pydantic leaves it in its own words.
        {"ge": "minimum", "le": "maximum"}.get(key, key): (
            {each: _plain(value, models) for each, value in inner.items()}
            if key == "properties"
            else _plain(inner, models)
        )
        for key, inner in schema.items()
        if key not in ("title", "additionalProperties", "default") or isinstance(inner, dict)
    }
    if {"nl", "en"} <= set(plain.get("properties", ())):
        text, *_ = (plain["properties"].pop(language) for language in _LANGUAGES)
        plain["properties"]["text"] = text
    if "properties" in plain:
        plain["required"] = list(plain["properties"])  # what there is not, is null
    return plain


def _name(schema: Data) -> str | None:
    found = re.fullmatch(f"{_SCHEMAS}(.+)", schema.get("$ref", ""))
    return found[1] if found else None
