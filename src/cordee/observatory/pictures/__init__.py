"""Networks, chord diagrams and maps of flows: where each line goes, and the drawing in a file."""
