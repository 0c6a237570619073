"""What every record room stands on: accounts, roles held at organisations, rights, and the audit."""
