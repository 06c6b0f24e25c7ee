"""How fast the site is beside the least that answers with the same bytes. See __main__.py."""
