"""What a graph knows of actors and issues, as far as DNA has room for it."""

from __future__ import annotations

from collections import defaultdict

from diplograph.interop.dna.ours import Entity
from diplograph.model import OpenStore
from diplograph.vocabulary import local

__all__ = ["entities"]

_QUERY = """PREFIX dpg: <https://w3id.org/diplograph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?thing ?class ?label ?alias ?link WHERE {
  VALUES ?class { dpg:State dpg:GovernmentBody dpg:InternationalOrganization dpg:ArmedGroup dpg:MediaOutlet dpg:Organization dpg:Official
    dpg:Commentator dpg:Person dpg:ActorGroup dpg:Issue }
  ?thing a ?class ; skos:prefLabel ?label FILTER(LANG(?label) = "en")
  OPTIONAL { ?thing skos:altLabel ?alias FILTER(LANG(?alias) = "en") }
  OPTIONAL { ?thing skos:exactMatch ?link }
}"""


def entities(store: OpenStore) -> dict[str, Entity]:
    """Class, aliases, IRI and Wikidata links by English label; what bears one label is described together."""
    kinds: dict[str, set[str]] = defaultdict(set)
    aliases: dict[str, set[str]] = defaultdict(set)
    links: dict[str, set[str]] = defaultdict(set)
    for row in store.select(_QUERY).records():
        label = row["label"] or ""
        kinds[label].add(local(row["class"] or ""))
        links[label] |= {row["thing"] or "", row["link"] or ""} - {""}
        aliases[label] |= {row["alias"] or ""} - {""}
    return {label: Entity(min(kinds[label]), tuple(sorted(aliases[label])), tuple(sorted(links[label]))) for label in kinds}
