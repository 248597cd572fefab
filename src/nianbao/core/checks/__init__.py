"""Rules over a report, one module a family; importing this package registers them all."""
