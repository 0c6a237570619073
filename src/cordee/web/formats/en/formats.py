from __future__ import annotations


DATE_FORMAT = "j F Y"  # British order
SHORT_DATE_FORMAT = "j M Y"  # no order of numbers to guess
SHORT_DATETIME_FORMAT = "j M Y, H:i"
THOUSAND_SEPARATOR = ","
DECIMAL_SEPARATOR = "."
NUMBER_GROUPING = 3
