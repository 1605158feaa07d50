"""UIMA CAS, as INCEpTION keeps documents: XMI with its type system, and CAS JSON, through dkpro-cassis.

UIMA counts offsets in UTF-16 code units; dkpro-cassis turns them into code points. Statements and actions are annotations of the layers
`webanno.custom.Statement` and `webanno.custom.Action`, a feature of text for each field.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from diplograph.errors import Fault
from diplograph.interop.annotation.fields import KINDS, flat
from diplograph.interop.annotation.marks import Mark, Page
from diplograph.interop.annotation.tsv import LAYERS
from diplograph.interop.curation import Record
from diplograph.remote.nesting import json_too_deep

if TYPE_CHECKING:
    from cassis import Cas, TypeSystem
    from cassis.typesystem import FeatureStructure

__all__ = ["TYPES", "is_cas", "read_cas", "typesystem", "write_cas"]

TYPES = "TypeSystem.xml"  # as INCEpTION names it in its archives
_ABOUT = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
_SURFACE = ("uima.tcas.DocumentAnnotation", "uima.cas.TOP", _ABOUT)
# What INCEpTION adds by itself to every document.
_MACHINERY = re.compile(r"de\.tudarmstadt\.ukp\.(?:dkpro\.core\.api\.(?:segmentation|metadata)|clarin\.webanno\.api\.type)\.|uima\.")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# XML 1.0, production Char: what cannot stand in a document at all.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CURE = "export it anew from INCEpTION as UIMA CAS XMI or JSON"


def typesystem() -> TypeSystem:
    """Our two layers, and the description that INCEpTION gives to a document.

    Raises:
        Fault: dkpro-cassis is not installed.
    """
    cassis = _cassis()
    types: TypeSystem = cassis.TypeSystem()
    for kind, layer in LAYERS.items():
        made = types.create_type(name=layer, supertypeName="uima.tcas.Annotation")
        for name in KINDS[kind]:
            types.create_feature(made, name, "uima.cas.String")
    about = types.create_type(name=_ABOUT, supertypeName="uima.tcas.DocumentAnnotation")
    for name in ("documentTitle", "documentId"):
        types.create_feature(about, name, "uima.cas.String")
    return types


def write_cas(article: Record, text: str, records: list[Record], types: TypeSystem) -> bytes:
    """A document with its statements and actions as XMI.

    Raises:
        Fault: The text has a control character, which XML cannot hold.
    """
    strange = _NO_XML.search(text)
    if strange:
        raise Fault(f"has the control character U+{ord(strange[0]):04X}, which XML cannot hold", str(article["article"]), "use webanno")
    cas: Cas = _cassis().Cas(typesystem=types)
    cas.sofa_string, cas.sofa_mime = text, "text/plain"
    title = str(article.get("title") or article["article"])
    cas.add(
        types.get_type(_ABOUT)(
            begin=0, end=len(text), language=article.get("language") or "en", documentTitle=title, documentId=str(article["article"])
        )
    )
    for one in records:
        layer = types.get_type(LAYERS[str(one["record"])])
        cas.add(layer(begin=one["start"], end=one["end"], **flat(one, text)))
    made = cas.to_xmi(pretty_print=True)
    return str(made).encode()


def is_cas(data: bytes) -> bool:
    """Whether a file may be a CAS: XML that names XMI, or JSON that has feature structures."""
    return b"http://www.omg.org/XMI" in data[:4096] or (data.lstrip()[:1] == b"{" and b"%FEATURE_STRUCTURES" in data)


def read_cas(data: bytes, origin: str, types: bytes | None) -> Page:
    """The document and its annotations.

    Args:
        data: XMI or CAS JSON.
        origin: The file, for messages.
        types: The type system that belongs to XMI; JSON has its own.

    Raises:
        Fault: It is none, has a DOCTYPE, nests too deeply, or has no text; or dkpro-cassis is not installed.
    """
    if _DOCTYPE.search(data) or _DOCTYPE.search(types or b""):
        raise Fault("has a DOCTYPE, which may make a parser expand it without end", origin, "take it away")
    if data.lstrip()[:1] == b"{" and json_too_deep(data):
        raise Fault("is nested too deeply to be read safely", origin, _CURE)
    cassis = _cassis()
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            cas = _loaded(cassis, data, types)
        except Exception as error:
            reason = " ".join(str(error).split())[:120] or type(error).__name__
            raise Fault(f"is no UIMA CAS that can be read ({reason})", origin, _CURE) from error
    if cas.sofa_string is None:
        raise Fault("has no text", origin, _CURE)
    wrong = {int(number) for one in told for number in re.findall(r"Not mapping external offset \[(\d+)\]", str(one.message))}
    marks = tuple(_marks(cas, origin, wrong))
    return Page(tuple(_names(cas, origin)), str(cas.sofa_string), marks)


def _loaded(cassis: Any, data: bytes, types: bytes | None) -> Cas:  # noqa: ANN401 - the module itself
    if data.lstrip()[:1] == b"{":
        found: Cas = cassis.load_cas_from_json(io.BytesIO(data))
    else:
        known = cassis.load_typesystem(io.BytesIO(types)) if types else typesystem()
        found = cassis.load_cas_from_xmi(io.BytesIO(data), typesystem=known, lenient=True)
    return found


def _marks(cas: Cas, origin: str, wrong: set[int]) -> Iterator[Mark]:
    """The annotations in the order of the text; `wrong` are offsets that leave the text or cut a character."""
    for one in sorted(cas.select_all_fs(), key=lambda one: (_number(one, "begin"), _number(one, "end"), one.type.name)):
        layer = str(one.type.name)
        if not hasattr(one, "begin") or layer in _SURFACE or _MACHINERY.match(layer):
            continue
        kind = next((kind for kind in KINDS if layer.lower().endswith(f".{kind}")), layer)
        begin, end = _number(one, "begin"), _number(one, "end")
        fault = "" if kind in KINDS else f"annotations of the layer {layer} have no place among ours"
        if {begin, end} & wrong:
            fault = fault or f"its offsets {begin} to {end} leave the text or cut a character"
        yield Mark(f"{origin}, annotation {one.xmiID}", kind, _fields(one, kind), "", begin, end, fault=fault)


def _fields(one: FeatureStructure, kind: str) -> dict[str, str]:
    said: Mapping[str, object] = {name: getattr(one, name, None) for name in KINDS.get(kind, {})}
    return {name: str(value) for name, value in said.items() if value not in (None, "")}


def _names(cas: Cas, origin: str) -> Iterator[str]:
    yield origin.replace("\\", "/").rsplit("/", 1)[-1]
    yield PurePosixPath(origin.replace("\\", "/")).parent.name  # INCEpTION's archives of whole projects name a folder for each document
    for one in cas.select_all_fs():
        if one.type.name == _ABOUT:
            yield from (str(name) for name in (getattr(one, "documentId", None), getattr(one, "documentTitle", None)) if name)


def _number(one: FeatureStructure, name: str) -> int:
    value = getattr(one, name, None)
    return value if isinstance(value, int) else -1


def _cassis() -> Any:  # noqa: ANN401 - the module itself
    try:
        import cassis
    except ImportError as error:
        raise Fault("UIMA CAS needs dkpro-cassis, which is not installed", None, "pip install 'diplograph[annotation]'") from error
    return cassis
