"""The properties that linking reads, by number.

All stand in the shared evidence (`items.csv` has the classes): P31 to P582 of grade A or B2. P30, P569, P570, P576 and P1366 are not in
that table; two or more public files that query Wikidata agree on each (P569 and P570 also nomenklatura's `props.py`), which is B2.
"""

__all__ = [
    "ALPHA2", "ALPHA3", "BORN", "CITIZEN", "CONTINENT", "COUNTRY", "DIED", "DISSOLVED", "END", "FACTS", "HELD", "INCEPTION", "INSTANCE",
    "MEMBER", "POINT", "REPLACED", "SIGNATORY", "START", "STATEMENTS", "SUBCLASS", "VIAF",
]  # fmt: skip

INSTANCE, SUBCLASS = "P31", "P279"
COUNTRY, CITIZEN, CONTINENT = "P17", "P27", "P30"
ALPHA2, ALPHA3, VIAF = "P297", "P298", "P214"
INCEPTION, DISSOLVED, BORN, DIED = "P571", "P576", "P569", "P570"
HELD, MEMBER, SIGNATORY = "P39", "P463", "P1891"
START, END, POINT, REPLACED = "P580", "P582", "P585", "P1366"

FACTS = (COUNTRY, CITIZEN, CONTINENT, ALPHA2, ALPHA3, VIAF, INCEPTION, DISSOLVED, BORN, DIED)
STATEMENTS = (HELD, MEMBER, SIGNATORY)
