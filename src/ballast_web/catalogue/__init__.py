"""The policy library as published: packages and rules, in versions."""
