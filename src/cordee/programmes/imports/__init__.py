"""Projects brought in from files of those who fund them."""
