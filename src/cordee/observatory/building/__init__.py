"""Tables prepared from a snapshot so that questions read less, by DuckDB or by Spark."""
