"""Writes the cells of a `vt.Screen` as SVG: blocks and lines as rectangles that join, text in its columns."""
from itertools import groupby
from xml.sax.saxutils import escape

from cells import look, shapes

WIDTH, HEIGHT, MARGIN, BASELINE = 9, 19, 12, 14
PAPER, INK = (18, 22, 28), (213, 219, 227)


def svg(screen, title):
    """The picture, with the screen's text as its description."""
    width, height = screen.columns * WIDTH + 2 * MARGIN, screen.rows * HEIGHT + 2 * MARGIN
    lines = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" '
             'font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="15">'
             % (width, height, width, height),
             "<title>%s</title>" % escape(title), "<desc>%s</desc>" % escape(screen.text()),
             '<rect width="%d" height="%d" rx="8" fill="%s"/>' % (width, height, digits(PAPER))]
    for row, line in enumerate(screen.cells): lines += drawn(line, MARGIN + row * HEIGHT)
    return "\n".join(lines + ["</svg>", ""])


def drawn(line, y):
    """A row: what lies behind it, its blocks, its words."""
    cells = [(MARGIN + column * WIDTH, cell, *look(cell, PAPER, INK)) for column, cell in enumerate(line)]
    for ground, run in groupby(cells, lambda it: it[3]):
        run = list(run)
        if ground != PAPER: yield rectangle(run[0][0], y, len(run) * WIDTH, HEIGHT, ground, 1)
    rectangles = [(x + left, y + top, right - left, bottom - top, front, strength)
                  for x, cell, front, _ in cells
                  for left, top, right, bottom, strength in shapes(cell[0], WIDTH * cell[1], HEIGHT) or []]
    for parts in joined(rectangles): yield rectangle(*parts)
    for style, run in groupby(cells, lambda it: (kind(it[1]), it[2], it[1][4])):
        yield from words(style, list(run), y + BASELINE)


def joined(rectangles):
    """The same area with those that touch sideways as one."""
    last = None
    for x, y, width, height, ink, strength in rectangles:
        if last and (last[0] + last[2], *last[1:2], *last[3:]) == (x, y, height, ink, strength):
            last = (last[0], y, last[2] + width, height, ink, strength)
            continue
        if last: yield last
        last = (x, y, width, height, ink, strength)
    if last: yield last


def kind(cell):
    """How a cell is written: with its neighbours, alone, or not at all."""
    text = cell[0]
    if shapes(text, WIDTH, HEIGHT) is not None or not text: return "drawn"
    return "plain" if text.isascii() else text


def words(style, run, y):
    how, ink, attributes = style
    text = "".join(cell[0] for _, cell, _, _ in run)
    if how == "drawn" or not text.strip(): return
    more = ' font-weight="bold"' if "bold" in attributes else ""
    if "underline" in attributes: more += ' text-decoration="underline"'
    if how != "plain":
        # A sign of another font has another width: it stands in the middle of its column.
        for x, cell, _, _ in run:
            yield '<text x="%g" y="%d" text-anchor="middle" fill="%s"%s>%s</text>' % (
                x + WIDTH * cell[1] / 2, y, digits(ink), more, escape(cell[0]))
        return
    start = len(text) - len(text.lstrip())
    # Browsers fold a run of spaces into one, whatever xml:space says; no-break spaces stay.
    text = text.strip().replace("  ", "\u00a0\u00a0")
    yield '<text x="%d" y="%d" textLength="%d" lengthAdjust="spacingAndGlyphs" fill="%s"%s>%s</text>' % (
        run[start][0], y, len(text) * WIDTH, digits(ink), more, escape(text))


def rectangle(x, y, width, height, ink, strength):
    faint = ' opacity="%g"' % strength if strength < 1 else ""
    return '<rect x="%d" y="%d" width="%d" height="%d" fill="%s"%s/>' % (x, y, width, height, digits(ink), faint)


def digits(colour):
    return "#%02x%02x%02x" % colour
