"""Signed nanopublications, through the `nanopub` package (https://nanopub.readthedocs.io): the trusty IRI and the signature are its work.

Nothing goes online, and no time is added: an RSA signature (PKCS #1 v1.5) of the same words with the same key is the same.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from diplograph import rdf
from diplograph.errors import Fault

__all__ = ["private_key", "signed"]

_GRAPH = re.compile(r"(.*)#(Head|assertion|provenance|pubinfo)")
_CURE = "name a file with an RSA private key in PEM form, as ssh-keygen -m PEM -t rsa and nanopub setup make them"
_MOST = 64 * 1024


def private_key(path: Path) -> str:
    """The private key of a file, as base64 of its DER form; never shown.

    Raises:
        Fault: The file cannot be read, or holds no RSA private key, or one behind a password; or `nanopub` is not installed.
    """
    _nanopub()
    from base64 import b64encode

    from Crypto.PublicKey import RSA

    try:
        with path.open("rb") as file:
            data = file.read(_MOST)
    except OSError as error:
        raise Fault(f"cannot be read ({error.strerror or error})", str(path), _CURE) from error
    if b"-----" not in data:  # as nanopub keeps its own: the base64 alone
        data = b"-----BEGIN PRIVATE KEY-----\n" + data.strip() + b"\n-----END PRIVATE KEY-----"
    try:
        key = RSA.import_key(data)
    except (ValueError, IndexError, TypeError) as error:
        raise Fault("holds no RSA private key that can be read without a password", str(path), _CURE) from error
    if not key.has_private():
        raise Fault("holds a public key, and none to sign with", str(path), _CURE)
    return b64encode(key.export_key("DER", pkcs=8)).decode()


def signed(quads: Iterable[Quad], key: str, signer: str | None = None) -> Iterator[Quad]:
    """Nanopublications with their trusty IRIs and signatures, in their order.

    Args:
        quads: Unsigned ones, as `nanopublications` gives them.
        key: As `private_key` gives it.
        signer: The IRI of who signs, such as an ORCID, if that shall be said.

    Raises:
        Fault: `nanopub` is not installed, or refuses one.
    """
    nanopub = _nanopub()
    for name, some in groupby(quads, _base):
        yield from _one(nanopub, name, list(some), key, signer)


def _one(nanopub: Any, name: str, quads: list[Quad], key: str, signer: str | None) -> Iterator[Quad]:  # noqa: ANN401 - the module itself
    import rdflib
    from nanopub.profile import Profile

    # Its own IRI ends in a slash till the hash is known, and its graphs stand below: so the package makes <name>/RA… and <name>/RA…#Head.
    moved = [Quad(*(_moved(term, name) for term in (quad.subject, quad.predicate, quad.object, quad.graph_name))) for quad in quads]
    info = NamedNode(f"{name}/pubinfo")
    if signer:
        moved.append(Quad(NamedNode(f"{name}/sig"), NamedNode("http://purl.org/nanopub/x/signedBy"), NamedNode(signer), info))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # it still uses rdflib's ConjunctiveGraph
        graph = rdflib.ConjunctiveGraph()
        graph.parse(data=rdf.serialise(moved, "nq"), format="nquads")
        try:
            made = nanopub.Nanopub(rdf=graph, conf=nanopub.NanopubConf(profile=Profile(signer or "", "", private_key=key)))
            made.sign()
            sound = made.has_valid_trusty
        except (nanopub.utils.MalformedNanopubError, ValueError) as error:
            raise Fault(f"cannot be signed ({' '.join(str(error).split())[:120]})", name, "validate the graph") from error
        if not sound:
            raise Fault("was signed, and its trusty IRI does not hold", name, "try another release of nanopub")
        yield from parse(made.rdf.serialize(format="nquads"), format=RdfFormat.N_QUADS)


def _base(quad: Quad) -> str:
    found = _GRAPH.fullmatch(str(getattr(quad.graph_name, "value", "")))
    return found[1] if found else ""


def _moved(term: Any, name: str) -> Any:  # noqa: ANN401 - any term
    if isinstance(term, NamedNode) and (term.value == name or term.value.startswith(f"{name}#")):
        return NamedNode(f"{name}/{term.value[len(name) + 1 :]}")
    return term


def _nanopub() -> Any:  # noqa: ANN401 - the module itself
    try:
        import nanopub
        import nanopub.utils
    except ImportError as error:
        raise Fault("signing needs nanopub, which is not installed", "--sign", "pip install 'diplograph[nanopub]'") from error
    return nanopub
