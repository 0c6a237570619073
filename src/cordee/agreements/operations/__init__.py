"""All writes of agreements: each one transaction with its line in the audit."""
