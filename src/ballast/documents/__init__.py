"""Documents: any format to clean text with offsets, metadata and a clause tree."""
