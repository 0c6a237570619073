"""The instruments that ship with the product, each a file of data with its public source."""
