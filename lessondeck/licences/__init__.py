"""What a built site ships that others made, and under which licence."""
