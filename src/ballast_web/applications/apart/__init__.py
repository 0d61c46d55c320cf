"""Work on what strangers send, done in a child process. Imports no Django."""
