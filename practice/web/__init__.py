"""What stands around every page: proxies, headers, cookies, health, error pages."""
