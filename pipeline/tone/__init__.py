"""The tone of texts, behind one small interface.

In:     texts in Spanish or English
Out:    a number from -2 to +2 per text, None where nothing can be said
Errors: none
Note:   a `Scorer` is anything that turns texts into such numbers. The one that is used looks words
        up in lists and can tell why
"""

from pipeline.tone.scorer import Hit, LexiconScorer, Scorer, tone_of

__all__ = ["Hit", "LexiconScorer", "Scorer", "tone_of"]
