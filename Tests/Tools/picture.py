"""Draws the cells of a `vt.Screen` as a picture."""
import os, sys

from cells import blend, look, paper_and_ink, shapes

try:
    from PIL import Image, ImageDraw, ImageFont
except ImportError:
    # The distribution's Pillow belongs to the distribution's Python.
    if sys.executable != "/usr/bin/python3" and os.path.exists("/usr/bin/python3"):
        os.execv("/usr/bin/python3", ["/usr/bin/python3"] + sys.argv)
    sys.exit("a picture needs Pillow and a font: Tests/Tools/ensure picture")

FONTS = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono%s.ttf"
CELL_WIDTH, CELL_HEIGHT, MARGIN, SIZE = 10, 20, 8, 16


def font(bold):
    return ImageFont.truetype(FONTS % ("-Bold" if bold else ""), SIZE)


def picture(screen, light):
    paper, ink = paper_and_ink(light)
    fonts = {bold: font(bold) for bold in (False, True)}
    image = Image.new("RGB", (screen.columns * CELL_WIDTH + 2 * MARGIN, screen.rows * CELL_HEIGHT + 2 * MARGIN), paper)
    draw = ImageDraw.Draw(image)
    for row, line in enumerate(screen.cells):
        for column, cell in enumerate(line):
            text, width, _, _, attributes = cell
            if width == 0: continue
            front, back = look(cell, paper, ink)
            x, y = MARGIN + column * CELL_WIDTH, MARGIN + row * CELL_HEIGHT
            wide = width * CELL_WIDTH
            if back != paper: draw.rectangle((x, y, x + wide - 1, y + CELL_HEIGHT - 1), fill=back)
            drawn = shapes(text, wide, CELL_HEIGHT)
            for left, top, right, bottom, strength in drawn or []:
                draw.rectangle((x + left, y + top, x + right - 1, y + bottom - 1), fill=blend(front, back, strength))
            if drawn is None and text.strip():
                draw.text((x, y), text, font=fonts["bold" in attributes], fill=front)
            if "underline" in attributes:
                draw.line((x, y + CELL_HEIGHT - 2, x + wide - 1, y + CELL_HEIGHT - 2), fill=front)
    if 25 in screen.modes:
        x, y = MARGIN + min(screen.x, screen.columns - 1) * CELL_WIDTH, MARGIN + screen.y * CELL_HEIGHT
        draw.rectangle((x, y, x + CELL_WIDTH - 1, y + CELL_HEIGHT - 1), outline=ink)
    return image
