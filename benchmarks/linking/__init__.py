"""Linking measured on labelled sets: ours, peers run here, targets, and what others published."""
