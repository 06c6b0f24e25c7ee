"""Everything published stands on this: Entry, tags, emotions, and what is written once for all of them."""
