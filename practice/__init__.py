"""The project, and the ground the three apps (pages, journal, intake) stand on."""
