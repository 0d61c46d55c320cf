"""The vocabulary: what rules may ask, in which codes, and which facts law derives from others."""
