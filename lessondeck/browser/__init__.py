"""What a reader's browser runs, and the locked npm packages that it is made with."""
