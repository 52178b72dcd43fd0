"""What tests in a real browser share."""
