"""Signing in and out, second factors, the lock after idling, the first start, invitations, one's own profile."""
