"""What waits for who is signed in, in all rooms."""
