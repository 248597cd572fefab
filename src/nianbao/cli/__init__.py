"""The command line: turns words into calls and results into words."""
