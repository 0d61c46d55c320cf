"""Commands that the platform adds to `ballast`: one file a command, found by place."""
