"""The journal: posts, their lists by date, tag and year, and their feeds."""
