"""What the readers of the benchmark look for."""

from __future__ import annotations


QUESTIONS = (
    "university",
    "institut",
    "hospital france",
    "universités de lyon",
    "cancer research",
    "cnrs",
    "02vjkv261",
    "kal",
    "cryomicroscope",
    "oncologie",
    "heidelberg",
    "oncolgy centre",
    "zebra quantique",
    "medical school",
    "karolinska",
)
NARROWED = 5
"""The first of them are also narrowed to the hospitals of a country."""

PORTFOLIOS = ("country=DE", "stage=live&within=12", "text=oncologie")
"""How the portfolio is narrowed."""
