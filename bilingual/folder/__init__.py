"""Folders that the program owns: whole files, one writer at a time, and what is known of each file in them."""
