"""Signing in: passkeys, codes, links for the first time and for a lost device, limits, and the two roles."""
