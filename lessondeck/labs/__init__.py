"""Labs: notebooks in two editions, executed once, shown as pages and offered for download."""
