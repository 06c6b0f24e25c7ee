"""The append-only log of who did what to which inquiry, and when."""
