"""What a change of policy would do: the same enterprises judged before and after it."""
