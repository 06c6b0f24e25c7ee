"""The rooms of the house that are not the journal: home, services, guides and plain pages."""
