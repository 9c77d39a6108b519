"""`make bench`: what a person would feel, measured in a real browser on this machine. No test: a slow
day fails nothing here, and every number says how it was taken."""
