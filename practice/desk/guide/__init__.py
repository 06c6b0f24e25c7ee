"""The guide for whoever works at the desk: a Markdown file a chapter, its pictures in static/desk/guide."""
