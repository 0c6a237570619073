"""What is sent to the API and what it sends back; none of it is a table."""
