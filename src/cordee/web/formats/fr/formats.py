from __future__ import annotations


# French typography sets a narrow no-break space between groups of three digits.
THOUSAND_SEPARATOR = "\u202f"
DECIMAL_SEPARATOR = ","
NUMBER_GROUPING = 3
