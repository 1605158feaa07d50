"""How a paragraph is read: quotation marks, cues and their frames, and what the words of a clause make of it."""
