"""The API, version 1: one file a resource in `v1/`, found by place."""
