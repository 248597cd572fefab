"""The terminal UI: renders state and sends messages."""
