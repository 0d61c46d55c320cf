"""What is done with accounts: second factors, recovery, help by administrators, sessions."""
