"""What agreements permit, brought in from a table: one line a permit."""
