"""All reads of programmes. What a person may not see raises like what does not exist."""
