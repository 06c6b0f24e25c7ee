"""Backup and restore: every table, picture and key in one sealed file, and back, on either database."""
