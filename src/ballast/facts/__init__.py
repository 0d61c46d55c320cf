"""Tables of facts: snapshots, import from Excel, CSV and Parquet, and a synthetic province."""
