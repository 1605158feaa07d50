"""How a paragraph is read: quotation marks, cues and their frames, conditions, and how far each of them reaches."""
