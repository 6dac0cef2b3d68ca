"""The clinic's people: invite, change a role, end."""
