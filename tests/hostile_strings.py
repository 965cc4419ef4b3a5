"""Strings that have broken programs like this one."""

_PICTURES = ("<img src='{file}' width=400><b>gras</b>", "<a href='{site}'>ici</a><img src=\"{site}/p.png\">")
_OWN = (
    "{file}",
    "<style>* {{ color: red }}</style><h1>grand</h1>",
    "&lt;b&gt; &amp; &#65; &nbsp;",
    "a && b & c &d",
    "%s %n %1 %2 {{0}} {{name}} ${{x}} #{{y}}",
    "'; DROP TABLE spans; --",
    '" OR 1=1; "',
    "NEAR(a b) AND NOT x* OR ^y : z - w",
    '""" " \'\' (((',
    "=cmd|' /C calc'!A0",
    "../../../etc/passwd",
    "CON",
    "null",
    "\\ \\\\ \\n \\u0041 \\x",
    "زەنگ \u202e gnirts \u202c \u2066 لا",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031e a\u0300\u0301\u0302lgo",
    "👩‍👩‍👧‍👦 🏳️‍🌈 🇫🇷 𝒜 \U000e0001",
    "\u200b\u200d\ufeff\u00ad\u2060 zero",
    "﷽﷽﷽ ｆｕｌｌ ＷＩＤＴＨ",
    "\uffff \ufdd0 \ufffc \ufffd",
    "tab\there \x85 \x1b[31m rouge \x07",
    "a\u00a0b\u202fc",
    "ı İ ß ﬁ ǆ",
    "W" * 240,
)


def project_strings(*, file: str = "file:///etc/passwd", site: str = "http://127.0.0.1:1") -> list[str]:
    """The strings of this project; those with markup name a file and a site, which nobody may open."""
    return [one.format(file=file, site=site) for one in (*_PICTURES, *_OWN)]
