"""Other tools' data, in and out."""
