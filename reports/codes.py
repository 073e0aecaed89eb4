"""A link as a QR code, to be printed and scanned."""


def qr_svg(text: str) -> str:
    """Black on white whatever the page looks like: some phones read no other."""
    import segno  # here, not above: only who prints codes needs it

    return segno.make(text, error="m").svg_inline(scale=4, border=3, light="#fff")
