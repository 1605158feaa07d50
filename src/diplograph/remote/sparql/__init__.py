"""The protocols of SPARQL 1.1 as a client speaks them: queries and their answers, Update, and the Graph Store HTTP Protocol."""

from diplograph.remote.sparql.answers import RawAnswer
from diplograph.remote.sparql.endpoint import Endpoint
from diplograph.remote.sparql.form import Form, form_of
from diplograph.remote.sparql.writing import GraphStore, Updates

__all__ = ["Endpoint", "Form", "GraphStore", "RawAnswer", "Updates", "form_of"]
