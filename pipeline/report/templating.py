"""What every page is rendered with: templates, style sheets, what the browser may load.

In:     names of our own files; words and number formats of a language
Out:    an environment for templates that escapes everything; style sheets; a content policy
Units:  -
Errors: jinja2.UndefinedError when a template names what it was not given
Source: https://www.w3.org/TR/CSP3/: what is allowed is named by its hash
"""

import re
from base64 import b64encode
from gettext import GNUTranslations
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.report.names import NAME_LETTERS
from pipeline.report.numbers import Numbers
from pipeline.sankey.labels import cut

_LOOSE = re.compile(r"\s*([{};,])\s*")
_COMMENT = re.compile(r"/\*.*?\*/|^\s*//[^\n]*", re.DOTALL | re.MULTILINE)


def asset(name: str) -> str:
    """Read a style sheet or a script, without what only its authors need."""
    text = files("pipeline.report").joinpath("templates", name).read_text("utf-8")
    if name.endswith(".css"):
        return _LOOSE.sub(r"\1", _COMMENT.sub("", text)).replace(";}", "}").strip() + "\n"
    lines = (line.strip() for line in _COMMENT.sub("", text).splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def policy_of(style: str, script: str = "") -> str:
    """Allow what the file itself holds and nothing else."""
    scripts = f"script-src '{_hash(script)}'; " if script else ""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; {scripts}"
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def environment_of(words: GNUTranslations, numbers: Numbers, small: int) -> Environment:
    """Templates that escape whatever they show; counts under `small` become a bound."""
    environment = Environment(
        loader=PackageLoader("pipeline.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
    environment.filters |= numbers.filters() | {"bold": _bold, "name": _name, "cut": cut}
    environment.filters["few"] = lambda n: (
        f"< {numbers.count(small)}" if 0 < n < small else numbers.count(n)
    )
    return environment


def _bold(text: object) -> Markup:
    return Markup("<b>{}</b>").format(text)


def _name(name: str, letters: int = NAME_LETTERS) -> Markup:
    """Show a name; a very long one is cut, with its full text on hovering."""
    if len(name) <= letters:
        return Markup("{}").format(name)
    return Markup('<span title="{}">{}</span>').format(name, cut(name, letters))
