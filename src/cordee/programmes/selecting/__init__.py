"""Selection: the committee's session, its ranking under the budget line, decisions, letters, appeals."""
