"""How a graph reaches others: the commands `export`, `push`, `serve` and `site`."""
