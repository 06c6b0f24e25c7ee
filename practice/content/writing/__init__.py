"""The writing page: what is kept while one types, what was saved before, and how it will look."""
