"""Signing in: devices, tokens, turns of verifying, the access log and files that are their owner's alone."""
