"""How Sphinx makes the site: `make docs` writes it to build/docs. Pages are Markdown, read by MyST; the theme is Furo.

Nothing in the site is fetched from another host. The ontology is documented twice: by our own page, and term by term by pyLODE.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

project = "diplograph"
author = "The diplograph authors"
copyright = "the diplograph authors. Text and pictures: CC BY 4.0"  # noqa: A001 - Sphinx's name for it
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["tutorial", "build"]
myst_heading_anchors = 4
myst_links_external_new_tab = False
# Ids of raw HTML (`<a id="Statement">`) are unknown to MyST; tests/docs look whether every link of the built site leads somewhere.
suppress_warnings = ["myst.header", "myst.xref_missing"]
nitpicky = True

html_theme = "furo"
html_title = "diplograph"
html_baseurl = ""
html_copy_source = False
html_show_sourcelink = False
html_static_path = ["site"]
html_css_files = ["site.css"]
html_extra_path: list[str] = []
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0b5f66", "color-brand-content": "#0b5f66"},
    "dark_css_variables": {"color-brand-primary": "#7fc8cc", "color-brand-content": "#7fc8cc"},
}
pygments_style = "tango"
pygments_dark_style = "native"


def _terms(app: Sphinx, error: Exception | None) -> None:
    """Have pyLODE write the page of the ontology's terms into the finished site."""
    if error is None and app.builder.name == "html":
        from lode import page

        (Path(app.outdir) / "terms.html").write_text(page(), "utf-8")


def _rest(app: Sphinx, name: str, source: list[str]) -> None:
    """List a page that the start page does not name under the how-tos, so that none is lost."""
    if name == "index":
        named = set(source[0].split())
        rest = sorted(page for page in app.env.found_docs if page != name and page not in named)
        source[0] = source[0].replace("(and whatever else there is)", "\n".join(rest))


def setup(app: Sphinx) -> None:
    """Sphinx calls this."""
    app.connect("source-read", _rest)
    app.connect("build-finished", _terms)
