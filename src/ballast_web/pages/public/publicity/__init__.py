"""What is intended to be granted, for everybody to see."""
