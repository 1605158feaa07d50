"""Networks and positions as pictures, SVG or PNG (`pip install "diplograph[pictures]"`)."""

from diplograph.network.pictures.draw import DRAWN, draw, draw_positions
from diplograph.network.pictures.style import PICTURES

__all__ = ["DRAWN", "PICTURES", "draw", "draw_positions"]
