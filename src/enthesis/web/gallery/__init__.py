"""Every token and component on one page, light beside dark."""
