"""How the region goes: validated data, read for pages, files and drawings alike."""
