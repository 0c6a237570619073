"""The REST API: programs ask the rooms what people ask on the pages, by tokens."""
