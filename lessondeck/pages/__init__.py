"""Pages: what a lesson, a schedule and the contents show, and what is written again."""
