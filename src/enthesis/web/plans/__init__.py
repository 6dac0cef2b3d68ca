"""The plan of care from the clinic's side: made, changed, followed and handed out."""
