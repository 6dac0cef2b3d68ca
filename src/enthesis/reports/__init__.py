"""Builds documents people can sign: plain data in, page models of traced sentences out, paper from those."""
