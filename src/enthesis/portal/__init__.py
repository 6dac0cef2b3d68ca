"""What a patient sees on their own phone or the clinic's tablet: the questions before a visit, and nothing of the record."""
