"""A terminal in memory: what a program that draws with colours, cursor moves and modes has on its screen.

`Screen.feed` takes the program's output; `cells` are (text, width, foreground, background, attributes), colours
None for the terminal's own, an index, or a tuple of red, green and blue; `modes` are the private modes that are
on; `answers` is what the terminal says back.
"""
import re, unicodedata

PIECE = re.compile(
    r"\x1b\[([0-9;:?<=>]*)([ -/]*)([@-~])|\x1b[\]PX^_]([^\x07\x1b]*)(?:\x07|\x1b\\)|\x1b([ -/]*[0-~])"
    r"|([\x00-\x1f\x7f])|([^\x00-\x1f\x7f]+)")
UNFINISHED = re.compile(r"\x1b(\[[0-9;:?<=>]*[ -/]*|[\]PX^_][^\x07\x1b]*\x1b?|[ -/]*)$")
BLANK = (" ", 1, None, None, frozenset())
ATTRIBUTES = {1: "bold", 2: "dim", 4: "underline", 7: "reverse"}


def columns_of(character):
    if unicodedata.category(character) in ("Mn", "Me", "Cf"): return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


class Screen:
    def __init__(self, columns=80, rows=24, knows_synchronised=False):
        self.columns, self.rows = columns, rows
        self.cells = [[BLANK] * columns for _ in range(rows)]
        self.other = None
        self.x = self.y = 0
        self.saved = (0, 0)
        self.top, self.bottom = 0, rows - 1
        self.foreground = self.background = None
        self.attributes = set()
        self.modes = {25, 7}
        self.knows_synchronised = knows_synchronised
        self.pending, self.answers, self.titles, self.copied = "", "", [], None
        self.last = " "

    def resize(self, columns, rows):
        cells = [(line + [BLANK] * columns)[:columns] for line in self.cells]
        self.cells = (cells + [[BLANK] * columns for _ in range(rows)])[:rows]
        self.columns, self.rows, self.top, self.bottom = columns, rows, 0, rows - 1
        self.x, self.y = min(self.x, columns - 1), min(self.y, rows - 1)

    def text(self):
        return "\n".join("".join(cell[0] for cell in line).rstrip() for line in self.cells)

    def feed(self, text):
        text = self.pending + text
        rest = UNFINISHED.search(text)
        self.pending = rest.group(0) if rest else ""
        for piece in PIECE.finditer(text[:len(text) - len(self.pending)]):
            numbers, between, final, words, escape, control, plain = piece.groups()
            if final: self.sequence(numbers, between, final)
            elif words is not None: self.string(words)
            elif escape: self.escape(escape)
            elif control: self.control(control)
            else:
                for character in plain: self.write(character)

    def blank(self):
        return (" ", 1, None, self.background, frozenset())

    def write(self, character):
        width = columns_of(character)
        if width == 0:
            x = max(0, self.x - 1)
            while x > 0 and self.cells[self.y][x][1] == 0: x -= 1
            text, *look = self.cells[self.y][x]
            self.cells[self.y][x] = (text + character, *look)
            return
        if self.x + width > self.columns:
            if 7 not in self.modes:
                self.x = self.columns - width
            else:
                self.x = 0
                self.index()
        look = (self.foreground, self.background, frozenset(self.attributes))
        self.cells[self.y][self.x] = (character, width, *look)
        if width == 2: self.cells[self.y][self.x + 1] = ("", 0, *look)
        self.x += width
        self.last = character

    def control(self, character):
        if character == "\r": self.x = 0
        elif character in "\n\v\f": self.index()
        elif character == "\b": self.x = max(0, min(self.x, self.columns) - 1)
        elif character == "\t": self.x = min(self.columns - 1, self.x // 8 * 8 + 8)

    def index(self):
        if self.y == self.bottom:
            del self.cells[self.top]
            self.cells.insert(self.bottom, [self.blank()] * self.columns)
        else: self.y = min(self.y + 1, self.rows - 1)

    def escape(self, text):
        if text == "7": self.saved = (self.x, self.y)
        elif text == "8": self.x, self.y = self.saved
        elif text == "D": self.index()
        elif text == "M":
            if self.y == self.top:
                del self.cells[self.bottom]
                self.cells.insert(self.top, [self.blank()] * self.columns)
            else: self.y = max(0, self.y - 1)
        elif text == "c": self.__init__(self.columns, self.rows, self.knows_synchronised)

    def string(self, words):
        if words.startswith("52;"): self.copied = words.split(";", 2)[2]

    def sequence(self, numbers, between, final):
        if numbers[:1] == "?": return self.private(numbers[1:], between, final)
        if numbers[:1] in ("<", "=", ">") or between: return
        given = [int(n) if n.isdigit() else 0 for n in re.split("[;:]", numbers)]
        first, count = given[0], max(1, given[0])
        second = given[1] if len(given) > 1 else 0
        if final == "A": self.y = max(0, self.y - count)
        elif final == "B": self.y = min(self.rows - 1, self.y + count)
        elif final == "C": self.x = min(self.columns - 1, self.x + count)
        elif final == "D": self.x = max(0, self.x - count)
        elif final == "G": self.x = min(self.columns, count) - 1
        elif final == "d": self.y = min(self.rows, count) - 1
        elif final in "Hf":
            self.y = min(self.rows, count) - 1
            self.x = min(self.columns, max(1, second)) - 1
        elif final == "J": self.erase_screen(first)
        elif final == "K": self.erase(self.y, *((self.x, self.columns), (0, self.x + 1), (0, self.columns))[first])
        elif final == "X": self.erase(self.y, self.x, min(self.columns, self.x + count))
        elif final == "P":
            line = self.cells[self.y]
            self.cells[self.y] = (line[:self.x] + line[self.x + count:] + [self.blank()] * count)[:self.columns]
        elif final == "@":
            line = self.cells[self.y]
            self.cells[self.y] = (line[:self.x] + [self.blank()] * count + line[self.x:])[:self.columns]
        elif final in "LM":
            for _ in range(count):
                if final == "L":
                    del self.cells[self.bottom]
                    self.cells.insert(self.y, [self.blank()] * self.columns)
                else:
                    del self.cells[self.y]
                    self.cells.insert(self.bottom, [self.blank()] * self.columns)
        elif final in "ST":
            for _ in range(count):
                gone, born = (self.top, self.bottom) if final == "S" else (self.bottom, self.top)
                del self.cells[gone]
                self.cells.insert(born, [self.blank()] * self.columns)
        elif final == "b":
            for _ in range(count): self.write(self.last)
        elif final == "r":
            self.top, self.bottom = count - 1, (second or self.rows) - 1
            self.x = self.y = 0
        elif final == "m": self.colour(given)
        elif final == "n" and first == 6: self.answers += "\x1b[%d;%dR" % (self.y + 1, self.x + 1)
        elif final == "c": self.answers += "\x1b[?1;2c"

    def private(self, numbers, between, final):
        if between == "$" and final == "p":
            known = 2 if numbers == "2026" and self.knows_synchronised else 0
            self.answers += "\x1b[?%s;%d$y" % (numbers, known)
        if between or final not in "hl": return
        for number in (int(n) for n in numbers.split(";") if n):
            if number in (1049, 47, 1047):
                if final == "h" and number not in self.modes:
                    self.other = (self.cells, self.x, self.y)
                    self.cells = [[BLANK] * self.columns for _ in range(self.rows)]
                elif final == "l" and self.other:
                    self.cells, self.x, self.y = self.other
                    self.other = None
                    self.resize(self.columns, self.rows)
            if final == "h": self.modes.add(number)
            else: self.modes.discard(number)

    def erase_screen(self, how):
        if how == 0:
            self.erase(self.y, self.x, self.columns)
            rows = range(self.y + 1, self.rows)
        elif how == 1:
            self.erase(self.y, 0, self.x + 1)
            rows = range(0, self.y)
        else: rows = range(0, self.rows)
        for row in rows: self.erase(row, 0, self.columns)

    def erase(self, row, start, end):
        for x in range(start, end): self.cells[row][x] = self.blank()

    def colour(self, given):
        given = list(given)
        while given:
            number = given.pop(0)
            if number == 0: self.foreground, self.background, self.attributes = None, None, set()
            elif number in ATTRIBUTES: self.attributes.add(ATTRIBUTES[number])
            elif number == 22: self.attributes -= {"bold", "dim"}
            elif number == 24: self.attributes.discard("underline")
            elif number == 27: self.attributes.discard("reverse")
            elif number in (38, 48):
                kind = given.pop(0) if given else 0
                if kind == 5 and given: value = given.pop(0)
                elif kind == 2 and len(given) >= 3: value = tuple(given.pop(0) for _ in range(3))
                else: continue
                if number == 38: self.foreground = value
                else: self.background = value
            elif number == 39: self.foreground = None
            elif number == 49: self.background = None
            elif 30 <= number <= 37: self.foreground = number - 30
            elif 40 <= number <= 47: self.background = number - 40
            elif 90 <= number <= 97: self.foreground = number - 82
            elif 100 <= number <= 107: self.background = number - 92
