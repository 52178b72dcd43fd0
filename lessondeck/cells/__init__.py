"""Python cells that readers can change and run, and what they run on."""
