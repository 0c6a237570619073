"""What the API answers, a module a noun: each operation one call into a room."""
