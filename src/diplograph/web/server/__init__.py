"""The server: it listens, knows addresses, headers and files, keeps answers for a while, and has workers answer."""
