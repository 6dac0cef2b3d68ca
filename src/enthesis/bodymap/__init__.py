"""Where it hurts: surface regions, drawings, their shares, comparison, and the figure as SVG."""
