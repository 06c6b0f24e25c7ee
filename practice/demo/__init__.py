"""A made-up practice, to look at and to write over."""
