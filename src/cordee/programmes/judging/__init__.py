"""Facts, the rules that compare them, and what they say of an application."""
