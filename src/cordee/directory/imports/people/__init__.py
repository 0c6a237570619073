"""People brought in from a table: their columns, what a line comes to, writing, undoing."""
