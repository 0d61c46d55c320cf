"""One application, for officers."""
