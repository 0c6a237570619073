"""All writes of programmes, each one transaction with its line in the audit."""
