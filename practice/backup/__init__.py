"""Backups that open on either database: every table as lines of JSON, the pictures, and the keys, sealed."""
