"""Draws the cells of a `vt.Screen` as a picture."""
import os, sys

try:
    from PIL import Image, ImageDraw, ImageFont
except ImportError:
    # The distribution's Pillow belongs to the distribution's Python.
    if sys.executable != "/usr/bin/python3" and os.path.exists("/usr/bin/python3"):
        os.execv("/usr/bin/python3", ["/usr/bin/python3"] + sys.argv)
    sys.exit("a picture needs Pillow and a font: Tests/Tools/ensure picture")

FONTS = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono%s.ttf"
SIXTEEN = ["#000000", "#cd3131", "#0dbc79", "#c5a50c", "#2472c8", "#bc3fbc", "#11a8cd", "#e5e5e5",
           "#7f7f7f", "#f14c4c", "#23d18b", "#f5f543", "#3b8eea", "#d670d6", "#29b8db", "#ffffff"]
STEPS = [0, 95, 135, 175, 215, 255]
CELL_WIDTH, CELL_HEIGHT, MARGIN, SIZE = 10, 20, 8, 16


def colour(value, standard):
    if value is None: return standard
    if isinstance(value, tuple): return value
    if value < 16: return tuple(int(SIXTEEN[value][i:i + 2], 16) for i in (1, 3, 5))
    if value >= 232: return (8 + 10 * (value - 232),) * 3
    cube = value - 16
    return STEPS[cube // 36], STEPS[cube // 6 % 6], STEPS[cube % 6]


def blend(one, other, part):
    return tuple(round(a * part + b * (1 - part)) for a, b in zip(one, other))


def block(draw, text, x, y, width, height, ink, ground):
    """Blocks and lines are drawn, so that they meet. Says whether it drew."""
    code = ord(text[0]) if text else 32
    right, bottom = x + width, y + height
    if 0x2581 <= code <= 0x2588:
        draw.rectangle((x, bottom - round(height * (code - 0x2580) / 8), right - 1, bottom - 1), fill=ink)
    elif 0x2589 <= code <= 0x258F:
        draw.rectangle((x, y, x + round(width * (0x2590 - code) / 8) - 1, bottom - 1), fill=ink)
    elif 0x2591 <= code <= 0x2593:
        draw.rectangle((x, y, right - 1, bottom - 1), fill=blend(ink, ground, (code - 0x2590) * 0.25))
    elif code == 0x2503: draw.rectangle((x + width // 2 - 1, y, x + width // 2 + 1, bottom - 1), fill=ink)
    elif text in "─│╭╮╰╯┬┴┤├└┼" and text:
        cx, cy = x + width // 2, y + height // 2
        sides = {"─": "lr", "│": "ud", "╭": "rd", "╮": "ld", "╰": "ru", "╯": "lu", "┬": "lrd", "┴": "lru",
                 "┤": "lud", "├": "rud", "└": "ru", "┼": "lrud"}[text]
        for side, end in {"l": (x, cy), "r": (right, cy), "u": (cx, y), "d": (cx, bottom)}.items():
            if side in sides: draw.line((cx, cy) + end, fill=ink, width=1)
    elif 0x2800 <= code <= 0x28FF:
        # Dots 1 to 3 and 7 stand left, 4 to 6 and 8 right.
        for bit, (column, line) in enumerate(((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3))):
            if code >> bit & 1:
                left, up = x + 2 + 4 * column, y + 3 + 4 * line
                draw.rectangle((left, up, left + 1, up + 1), fill=ink)
    else: return False
    return True


def font(bold):
    return ImageFont.truetype(FONTS % ("-Bold" if bold else ""), SIZE)


def paper_and_ink(light):
    return ((250, 250, 247), (30, 30, 30)) if light else ((18, 22, 28), (216, 216, 216))


def picture(screen, light):
    paper, ink = paper_and_ink(light)
    fonts = {bold: font(bold) for bold in (False, True)}
    image = Image.new("RGB", (screen.columns * CELL_WIDTH + 2 * MARGIN, screen.rows * CELL_HEIGHT + 2 * MARGIN), paper)
    draw = ImageDraw.Draw(image)
    for row, line in enumerate(screen.cells):
        for column, (text, width, foreground, background, attributes) in enumerate(line):
            if width == 0: continue
            front, back = colour(foreground, ink), colour(background, paper)
            if "reverse" in attributes: front, back = back, front
            if "dim" in attributes: front = blend(front, back, 0.6)
            x, y = MARGIN + column * CELL_WIDTH, MARGIN + row * CELL_HEIGHT
            wide = width * CELL_WIDTH
            if back != paper: draw.rectangle((x, y, x + wide - 1, y + CELL_HEIGHT - 1), fill=back)
            if not block(draw, text, x, y, wide, CELL_HEIGHT, front, back) and text.strip():
                draw.text((x, y), text, font=fonts["bold" in attributes], fill=front)
            if "underline" in attributes:
                draw.line((x, y + CELL_HEIGHT - 2, x + wide - 1, y + CELL_HEIGHT - 2), fill=front)
    if 25 in screen.modes:
        x, y = MARGIN + min(screen.x, screen.columns - 1) * CELL_WIDTH, MARGIN + screen.y * CELL_HEIGHT
        draw.rectangle((x, y, x + CELL_WIDTH - 1, y + CELL_HEIGHT - 1), outline=ink)
    return image
