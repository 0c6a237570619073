"""Facilities, equipment and services brought in from a table."""
