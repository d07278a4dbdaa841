"""Demonstration data: invented, and said to be so on every screen and page."""
