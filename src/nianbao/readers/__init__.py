"""Readers: files to core values."""
