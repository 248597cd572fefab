"""Claims: what the narrative says of the tables, each number and each “none” with every figure that it may mean."""
