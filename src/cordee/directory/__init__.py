"""Organisations, people, facilities, skills and themes: what each pools and who may ask for it."""
