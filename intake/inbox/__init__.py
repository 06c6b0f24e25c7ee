"""The practitioner's inbox in the desk: lists, one inquiry, answers, search, export, erasure."""
