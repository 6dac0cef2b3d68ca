"""The patient's pages of a follow-up: one question a screen, kept as it is answered; or not to be asked again."""
