"""Drawn exercises: a jointed body posed by data and written as SVG, moving for screens and still for paper."""
