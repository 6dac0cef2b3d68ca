"""The documents of an episode: what can be made, looked at, completed and issued."""
