"""Folders that the program owns: whole files, one writer at a time."""
