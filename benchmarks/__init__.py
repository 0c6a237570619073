"""Scripts that measure what is claimed, each side by side with its reference."""
