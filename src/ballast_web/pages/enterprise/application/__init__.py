"""One application, for the enterprise."""
