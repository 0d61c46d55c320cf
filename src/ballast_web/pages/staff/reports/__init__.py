"""What a unit has to report, and its Excel sheet."""
