"""Programmes: instruments as data, their calls, applications judged by explained rules, and what follows."""
