"""The sections of dossiers, one module a subject of conversation."""
