"""Agreements: who may do what with whom, until when, and what each needs before it is signed."""
