"""Writers: core values to files."""
