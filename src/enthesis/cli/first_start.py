"""The line that `enthesis serve` prints while nobody can sign in yet."""

from __future__ import annotations


def print_set_up_link(address: str) -> None:
    """Print a one-use link to set up the clinic, new at each start; nothing once somebody is here.

    Args:
        address: where the server is reached, with a slash at its end.
    Assumes: the database is migrated.
    """
    from enthesis.access.actor import Installation
    from enthesis.actions.set_up_clinic import make_set_up_link

    token = make_set_up_link(Installation("serve"))
    if token is not None:
        # In the fragment, which no browser sends: the code is in no log of a proxy.
        print(f"Set up your clinic here, once: {address}start/#{token}", flush=True)
