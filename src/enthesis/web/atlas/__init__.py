"""The referral atlas: a structure's zone on the figure, what refers to a place, and both beside a patient's drawing."""
