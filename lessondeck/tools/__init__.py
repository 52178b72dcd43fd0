"""Programs from outside that the tool runs: npm, a browser, Python for the browser."""
