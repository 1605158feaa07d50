"""The processes that answer: how they are forked and ended, how the server talks with them, and what they do."""
