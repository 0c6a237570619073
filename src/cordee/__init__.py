"""Cordée: cooperation in health research, agreements tied to evidence."""

__version__ = "0.1.0"
__all__ = ["__version__"]
