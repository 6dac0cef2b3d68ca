"""The patient's page of a check after needling: large yes and no, and what to do at once where an answer asks for it."""
