"""Enterprises: what is known of each, what they supplied themselves, what they are entitled to."""
