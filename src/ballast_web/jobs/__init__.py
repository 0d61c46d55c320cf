"""Background work: a table of leases with fencing behind the interface of django_tasks."""
