"""What offices have recorded: declarations, append-only store, ledger of all versions, snapshots cut from it."""
