"""What is asked of a graph: the commands `ask`, `query`, `validate` and `network`."""
