"""The same page in fewer bytes: what HTML lets a writer leave out is left out.

In:     a page of ours as HTML
Out:    HTML that a browser reads as the same document, but for white space between blocks
Units:  -
Errors: none
Source: HTML, https://html.spec.whatwg.org/multipage/syntax.html: 13.1.2.3 on attributes without
        quotes, 13.1.2.4 on end tags that may be left out. Style sheets and scripts stay as they
        are, since the page allows them by their hash
"""

from __future__ import annotations

import re

_WHOLE = re.compile(r"(<style>.*?</style>|<script>.*?</script>)", re.DOTALL)
_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_PLAIN = re.compile(r"""=("|')([^\s"'=<>`&]+)\1""")
_ENDS = re.compile(r"</(?:td|th|tr|li|dt|dd|option|thead|tbody)>")
_PARAGRAPH_ENDS = re.compile(
    r"</p>\s*(?=<(?:p|ul|ol|li|dl|dt|dd|div|table|article|section|h[1-6]|details|td|th|tr)\b"
    r"|</(?:div|article|section|ul|ol|dl|table|main|footer|details)>)"
)
_BLOCKS = (
    "article|body|dd|details|div|dl|dt|footer|head|header|h[1-6]|li|link|main|meta|nav|optgroup|"
    "option|p|path|rect|g|line|circle|text|section|summary|svg|table|tbody|td|th|thead|title|tr|ul"
)
_BETWEEN = re.compile(rf"(</?(?:{_BLOCKS})\b[^<>]*>)\s+(?=</?(?:{_BLOCKS})\b)")


def thrifty(html: str) -> str:
    r"""Write a page without needless quotes, end tags and line ends.

    >>> thrifty('<ul class="a">\n<li class="b c">one</li>\n<li id="two">2 > 1</li>\n</ul>\n')
    '<ul class=a><li class="b c">one<li id=two>2 > 1</ul>\n'
    >>> thrifty('<svg width="5"><rect x="1"/></svg>')
    '<svg width=5><rect x=1 /></svg>'
    >>> thrifty('<div><p>one</p>\n<p>two</p></div>')
    '<div><p>one<p>two</div>'
    """
    parts = _WHOLE.split(html)
    return "".join(part if place % 2 else _shorter(part) for place, part in enumerate(parts))


def _shorter(html: str) -> str:
    together = _BETWEEN.sub(r"\1", html)
    return _TAG.sub(_bare, _PARAGRAPH_ENDS.sub("", _ENDS.sub("", together)))


def _bare(tag: re.Match[str]) -> str:
    """Without quotes a slash at the end would be read as part of the last value."""
    text = _PLAIN.sub(r"=\2", tag.group(0))
    if not text.endswith("/>"):
        return text
    return text if text[-3] in "\"' " else text[:-2] + " />"
