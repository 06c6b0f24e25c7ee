"""Search over everything public: posts, guides, services and pages.

    query → asked.units_of → index (SQLite or PostgreSQL) → Found → the page's texts → excerpts

Nothing here is logged: what somebody looks for at night is theirs.
"""
