"""Calls as values: their days on a clock of their own, what they hold, what may be done with them."""
