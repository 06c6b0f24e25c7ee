"""What the site is made of, on what terms, and whether any of it is known to be unsafe."""
