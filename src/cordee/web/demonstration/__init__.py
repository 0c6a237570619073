"""The demonstration: invented people and agreements between real organisations, and how they are entered."""
