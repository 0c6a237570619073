"""People on the move and help abroad: missions, mobility, training, events, delegations."""
