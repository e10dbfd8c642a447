"""Answers that take long to work out: asked once of the same records, kept, and read back by whoever asks again."""
