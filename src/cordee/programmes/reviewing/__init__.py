"""Review: who is asked, what ties them to an application, what they say."""
