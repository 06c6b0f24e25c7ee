"""Whole public pages, kept as they went out and answered before Django is asked.

A page is made for nobody in particular: Django gets a request that holds an address and nothing of the
visitor who happened to ask first (asked.py). It is kept, compressed, until what visitors see has changed, or
something appears by the clock (freshness.py). Each process keeps its own, within so many bytes (pages.py).
"""
