"""What is done in a workspace of one's own: the commands `init`, `schema`, `import` and `link`."""
