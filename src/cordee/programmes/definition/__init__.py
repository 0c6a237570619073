"""The instrument as data: its parts, how it is read from JSON, what makes it whole, zones and money by it."""
