"""Second factors, recovery, help by administrators, and where somebody is signed in."""
