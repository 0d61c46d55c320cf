"""What runs apart, in a child process with limits: it imports no Django and gives JSON."""
