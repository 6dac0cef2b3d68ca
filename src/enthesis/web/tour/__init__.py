"""The guided tour: steps over the real pages."""
