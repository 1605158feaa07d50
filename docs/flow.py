"""Draw the flow of data from articles to answers: `python docs/picture.py` writes it to `docs/pictures/architecture.svg`.

The upper row is what lies on disk; names in small letters are modules of `src/diplograph`.
"""

from __future__ import annotations

from picture import Arrow, Box

TITLE = "The flow of data from articles to answers"
SIZE = (1080, 640)

BOXES = (
    Box("Articles", "texts", 40, 40, 220, 88, ("text, Markdown, HTML, JSON", "Lines, CSV, web archives;", "metadata beside them")),
    Box("Registry", "actors", 300, 40, 220, 88, ("actors, offices, treaties,", "issues, with their names;", "Turtle")),
    Box("Word lists", "issues", 560, 40, 220, 88, ("cue words of statements", "and events, with reasons;", "YAML")),
    Box("Curated files", "statements", 820, 40, 220, 88, ("what a person read in an", "article, with the exact", "quotes; YAML")),
    Box(
        "articles, language",
        "texts",
        40,
        190,
        220,
        88,
        ("metadata with evidence, body", "without furniture; sentences", "and their parses"),
    ),
    Box("mentions", "actors", 300, 190, 220, 88, ("which words name an actor,", "an issue, a treaty; people", "and their roles")),
    Box("extract", "issues", 560, 190, 220, 88, ("one module for each", "construction; candidates,", "holder not yet known")),
    Box("curated", "statements", 820, 190, 220, 88, ("quotes found in the text,", "names in the registry; or a", "fault with its line")),
    Box("resolve", "statements", 560, 340, 220, 88, ("whose words, one act or two,", "on which issue, toward whom,", "when: statements")),
    Box("rdf", "statements", 300, 340, 220, 88, ("triples in an order that", "never changes; a graph for", "each article")),
    Box("validate", "texts", 40, 340, 220, 88, ("SHACL shapes and checks", "that join nodes; what fails", "is reported")),
    Box("store, positions", "derived", 40, 490, 220, 88, ("one graph, embedded;", "positions derived from", "what actors want")),
    Box("queries, network", "issues", 300, 490, 220, 88, ("saved questions, SPARQL;", "who agrees with whom, as", "matrices and pictures")),
    Box("web, cli", "texts", 560, 490, 220, 88, ("pages, endpoint, API,", "the command line")),
    Box("export, interop", "texts", 820, 490, 220, 88, ("RDF, tables, records;", "other tools' formats")),
)

ARROWS = (
    *(Arrow("", (), "", ((x, 128), (x, 190)), (x, 0)) for x in (150, 410, 670, 930)),
    Arrow("", (), "", ((260, 234), (300, 234)), (0, 0)),
    Arrow("", (), "", ((520, 234), (560, 234)), (0, 0)),
    Arrow("", (), "", ((670, 278), (670, 340)), (0, 0)),
    Arrow("", (), "", ((930, 278), (930, 384), (780, 384)), (0, 0)),
    Arrow("", (), "", ((560, 384), (520, 384)), (0, 0)),
    Arrow("", (), "", ((300, 384), (260, 384)), (0, 0)),
    Arrow("", (), "", ((150, 428), (150, 490)), (0, 0)),
    Arrow("", (), "", ((260, 534), (300, 534)), (0, 0)),
    Arrow("", (), "", ((520, 534), (560, 534)), (0, 0)),
    Arrow("", (), "", ((150, 578), (150, 610), (930, 610), (930, 578)), (0, 0)),
)
