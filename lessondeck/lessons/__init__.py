"""What an author writes in a lesson, and what a lesson must have."""
