"""French research units: their codes read in affiliations, and what the corpus says of each."""
