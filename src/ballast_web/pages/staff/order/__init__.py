"""One supervision order."""
