"""The practitioner's desk: Django's admin, with a first page that says what needs doing."""
