"""Organisations brought in from a table: what its columns mean, what a line comes to, writing, undoing."""
