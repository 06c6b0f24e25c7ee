"""Preview links: a text that is not public, shown for some days to whoever has the address."""
