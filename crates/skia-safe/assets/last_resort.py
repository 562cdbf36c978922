#!/usr/bin/env python3
"""Makes last_resort.ttf, the font that text is measured and drawn with where there is no other: an empty box for
everything but spaces. Needs fonttools."""

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen


def box() -> object:
    pen = TTGlyphPen(None)
    for left, bottom, right, top, clockwise in [(50, 0, 550, 700, True), (100, 50, 500, 650, False)]:
        corners = [(left, bottom), (left, top), (right, top), (right, bottom)]
        corners = corners if clockwise else corners[::-1]
        pen.moveTo(corners[0])
        for corner in corners[1:]:
            pen.lineTo(corner)
        pen.closePath()
    return pen.glyph()


empty = TTGlyphPen(None).glyph()
builder = FontBuilder(1000, isTTF=True)
builder.setupGlyphOrder([".notdef", "space", "nothing"])
builder.setupCharacterMap({0x20: "space", 0xA0: "space", 0x200B: "nothing"})
builder.setupGlyf({".notdef": box(), "space": empty, "nothing": empty})
builder.setupHorizontalMetrics({".notdef": (600, 50), "space": (300, 0), "nothing": (0, 0)})
builder.setupHorizontalHeader(ascent=950, descent=-250)
builder.setupNameTable({"familyName": "Last Resort Boxes", "styleName": "Regular"}, mac=False)
builder.setupOS2(sTypoAscender=950, sTypoDescender=-250, usWinAscent=950, usWinDescent=250, sxHeight=500, sCapHeight=700)
builder.setupPost(keepGlyphNames=False, underlinePosition=-100, underlineThickness=50)
builder.font["head"].created = builder.font["head"].modified = 0
builder.font.recalcTimestamp = False
builder.save("last_resort.ttf")
