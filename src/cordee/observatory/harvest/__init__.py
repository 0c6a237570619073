"""Records fetched page by page from the services that publish them."""
