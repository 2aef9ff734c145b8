"""The words of the report in the reader's language, from gettext catalogues.

In:     a language code
Out:    translations for jinja2; English texts are the keys
Units:  -
Errors: UnknownLanguageError, naming the languages there are
Source: `pipeline/locale/LANGUAGE.po`, read as text: nothing compiled is kept
"""

from gettext import GNUTranslations
from importlib.resources import files
from io import BytesIO

from pipeline.errors import ExitCode, JourneysError

LANGUAGES = ("en", "es")


class UnknownLanguageError(JourneysError):
    """There is no catalogue for the language asked for."""

    exit_code = ExitCode.CONFIGURATION


def N_(message: str) -> str:  # noqa: N802 (the name gettext tools look for)
    """Mark a text that is translated later."""
    return message


def load_words(language: str) -> GNUTranslations:
    """Load the catalogue of a language; a country ("es_MX") decides of numbers only."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    name = language.partition("_")[0]
    if name not in LANGUAGES:
        raise UnknownLanguageError(
            f"There is no report in the language {language!r}.",
            where="locale.language",
            fix=f"set it to one of {', '.join(LANGUAGES)}",
        )
    source = files("pipeline").joinpath("locale", f"{name}.po").read_bytes()
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(source), locale=name))
    compiled.seek(0)
    return GNUTranslations(compiled)
