"""How far two annotators, or two tools, agree; and a file to settle what they do not agree on."""

from diplograph.evaluate.agreement.coefficients import alpha, kappa, weighted_alpha
from diplograph.evaluate.agreement.compare import Agreement, Comparison, FieldAgreement, compare, merged
from diplograph.evaluate.agreement.render import FORMATS, render_agreement

__all__ = [
    "FORMATS", "Agreement", "Comparison", "FieldAgreement", "alpha", "compare", "kappa", "merged", "render_agreement", "weighted_alpha",
]  # fmt: skip
