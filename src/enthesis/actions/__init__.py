"""What can happen: one verb per file, one transaction, one audit row. Nothing changes a record anywhere else."""
