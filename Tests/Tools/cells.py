"""How the cells of a `vt.Screen` look: their colours, and the shapes of blocks and lines."""

SIXTEEN = ["#000000", "#cd3131", "#0dbc79", "#c5a50c", "#2472c8", "#bc3fbc", "#11a8cd", "#e5e5e5",
           "#7f7f7f", "#f14c4c", "#23d18b", "#f5f543", "#3b8eea", "#d670d6", "#29b8db", "#ffffff"]
STEPS = [0, 95, 135, 175, 215, 255]
# Where the lines of a character go from its middle: left, right, up, down.
LINES = {"─": "lr", "│": "ud", "╭": "rd", "╮": "ld", "╰": "ru", "╯": "lu", "┬": "lrd", "┴": "lru",
         "┤": "lud", "├": "rud", "└": "ru", "┼": "lrud"}
# Dots 1 to 3 and 7 stand left, 4 to 6 and 8 right.
DOTS = ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3))


def paper_and_ink(light):
    return ((250, 250, 247), (30, 30, 30)) if light else ((18, 22, 28), (216, 216, 216))


def colour(value, standard):
    """The red, green and blue of a colour as `vt` names it."""
    if value is None: return standard
    if isinstance(value, tuple): return value
    if value < 16: return tuple(int(SIXTEEN[value][i:i + 2], 16) for i in (1, 3, 5))
    if value >= 232: return (8 + 10 * (value - 232),) * 3
    cube = value - 16
    return STEPS[cube // 36], STEPS[cube // 6 % 6], STEPS[cube % 6]


def blend(one, other, part):
    return tuple(round(a * part + b * (1 - part)) for a, b in zip(one, other))


def look(cell, paper, ink):
    """The ink and the ground of a cell."""
    text, width, foreground, background, attributes = cell
    front, back = colour(foreground, ink), colour(background, paper)
    if "reverse" in attributes: front, back = back, front
    if "dim" in attributes: front = blend(front, back, 0.6)
    return front, back


def shapes(text, width, height):
    """Rectangles that draw a block or a line, so that neighbours meet: (left, top, right, bottom, strength) in a
    cell of whole pixels. None for what a font has to draw."""
    code = ord(text[0]) if text else 32
    x, y = width // 2, height // 2
    if 0x2581 <= code <= 0x2588: return [(0, height - round(height * (code - 0x2580) / 8), width, height, 1)]
    if 0x2589 <= code <= 0x258F: return [(0, 0, round(width * (0x2590 - code) / 8), height, 1)]
    if 0x2591 <= code <= 0x2593: return [(0, 0, width, height, (code - 0x2590) * 0.25)]
    if code == 0x2503: return [(x - 1, 0, x + 2, height, 1)]
    if text in LINES:
        ends = {"l": (0, y, x + 1, y + 1), "r": (x, y, width, y + 1), "u": (x, 0, x + 1, y + 1), "d": (x, y, x + 1, height)}
        return [(*ends[side], 1) for side in LINES[text]]
    if 0x2800 <= code <= 0x28FF:
        dots = [place for bit, place in enumerate(DOTS) if code >> bit & 1]
        return [(2 + 4 * column, 3 + 4 * line, 4 + 4 * column, 5 + 4 * line, 1) for column, line in dots]
    return None
