"""A look at files without a lake: what is in them, from which countries."""
