"""Figures: questions about a home's cooperation, answered from a lake, each opening on its works."""
