from __future__ import annotations


DATE_FORMAT = "j F Y"  # British order
THOUSAND_SEPARATOR = ","
DECIMAL_SEPARATOR = "."
NUMBER_GROUPING = 3
