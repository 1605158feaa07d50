"""What a browser may do with an answer: Content Security Policies (https://www.w3.org/TR/CSP3/)."""

__all__ = ["EDITOR_POLICY", "FRAMED_POLICY", "POLICY"]

# Nothing from elsewhere, nothing inline, no frames; pictures of ours may be data.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# The editor that others wrote styles its table of results inline; on its page, which shows nothing of the graph, it may.
EDITOR_POLICY = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
# In a preview that another site shows in a frame there is nothing but text.
FRAMED_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"
