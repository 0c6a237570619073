"""Dossiers: what the observatory knows of one subject, as a page and as documents."""
