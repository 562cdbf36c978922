#!/usr/bin/env python3
"""Makes Inter.ttf from InterVariable.woff2: see README.md."""

import io
import sys

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

RANGES = [
    (0x20, 0x7E),  # Basic Latin
    (0xA0, 0x17F),  # Latin-1, Latin Extended-A
    (0x2007, 0x2015),  # figure and thin spaces, hyphens, dashes
    (0x2018, 0x201E),  # quotation marks
    (0x2190, 0x2199),  # arrows
]
SINGLE = (
    "\u200b\u202f"  # what vizia adds to every paragraph; narrow no-break space
    "\u2020\u2022\u2026\u2030\u2032\u2033\u2039\u203a\u2044\u20ac\u2122"  # † • … ‰ ′ ″ ‹ › ⁄ € ™
    "\u0394\u03a3\u03a9\u03b1\u03b2\u03b8\u03bb\u03bc\u03c0\u03c6\u03c9\u2126"  # Δ Σ Ω α β θ λ μ π φ ω Ω
    "\u2070\u00b9\u00b2\u00b3\u2074\u2080\u2081\u2082\u2083\u2084"  # superscripts, subscripts
    "\u2212\u221a\u221e\u2248\u2260\u2264\u2265\u2206"  # − √ ∞ ≈ ≠ ≤ ≥ ∆
    "\u25b2\u25b6\u25bc\u25c0\u25cf\u25cb\u2713\u2717"  # ▲ ▶ ▼ ◀ ● ○ ✓ ✗
)


def main(source: str, target: str) -> None:
    font = TTFont(source)
    # The cut for small sizes; three weights and what is between them.
    instantiateVariableFont(font, {"opsz": 14, "wght": (400, 400, 600)}, inplace=True)

    # Figures of one width without having to ask for them: numbers that move do not jitter.
    order = set(font.getGlyphOrder())
    for table in font["cmap"].tables:
        for figure in range(ord("0"), ord("9") + 1):
            tabular = table.cmap.get(figure, "") + ".tf"
            if tabular in order:
                table.cmap[figure] = tabular

    # Written and read again: the glyphs that no longer vary are missing in the table as it stands in memory.
    font.flavor = None
    written = io.BytesIO()
    font.save(written)
    font = TTFont(written)

    options = Options()
    options.layout_features = ["ccmp", "locl", "kern", "mark", "mkmk"]
    options.hinting = False
    options.name_IDs = ["*"]
    options.notdef_outline = True
    wanted = {code for first, last in RANGES for code in range(first, last + 1)}
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted | {ord(char) for char in SINGLE})
    subsetter.subset(font)
    font.save(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
