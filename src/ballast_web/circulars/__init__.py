"""通报 and the monthly leader's page: drafted from the tasks, approved, numbered, sent, read."""
