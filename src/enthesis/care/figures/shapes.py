"""What is drawn in one frame: shapes with a place and a paint, in layers that share one outline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from enthesis.care.figures.contours import Point, shifted, turned


@dataclass(frozen=True)
class Shape:
    """One filled or stroked outline. `points` are local (cm, y up); the place and turn put them into the world."""

    paint: str
    points: Sequence[Point]
    place: Point = (0.0, 0.0)
    turn_deg: float = 0.0
    """Clockwise."""
    kind: str = "smooth"
    """smooth, polygon or line."""
    outlined: bool = True
    solid: bool = True
    """False for what may pass through the floor line: shadows, tints."""
    drop_cm: float = 0.0
    """How much lower it is seen than it is, because it lies towards the viewer."""

    def world(self) -> list[Point]:
        """The points where they are in the world."""
        return [shifted(self.place, turned(point, self.turn_deg)) for point in self.points]


@dataclass
class Layer:
    """Shapes that are outlined together, so that joints show no seam."""

    name: str
    shapes: list[Shape] = field(default_factory=list[Shape])
    shift: Point = (0.0, 0.0)
    """Moves the drawing of the layer (the far limbs stand a little behind), not the body."""


def every_shape(layers: Sequence[Layer]) -> Iterator[Shape]:
    """All shapes, back to front."""
    for layer in layers:
        yield from layer.shapes
