"""What is made of articles: the commands `build`, `articles`, `extract` and `evaluate`."""
