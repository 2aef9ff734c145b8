"""The settings of emotion as tables of the schema `config`.

In:     the table [emotion]
Out:    config.emotion_settings, one row; config.answer_touchpoints
Units:  the window in microseconds
Errors: none
"""

from __future__ import annotations

import pyarrow as pa

from pipeline.config.durations import microseconds
from pipeline.config.emotion import Emotion
from pipeline.engine.face import TableName
from pipeline.settings_names import plain_name


def emotion_tables(emotion: Emotion) -> dict[TableName, pa.Table]:
    """Both tables.

    >>> tables = emotion_tables(Emotion(answers=["(nps)", "csat", "csat"]))
    >>> tables[TableName("config", "answer_touchpoints")].to_pylist()
    [{'touchpoint': '[nps]'}, {'touchpoint': 'csat'}]
    """
    settings = {
        "min_n": pa.array([emotion.min_n], pa.int64()),
        "about_before_us": pa.array([microseconds(emotion.about_before)], pa.int64()),
        "scorer": pa.array([emotion.scorer], pa.string()),
    }
    answers = dict.fromkeys(plain_name(name) for name in emotion.answers)
    return {
        TableName("config", "emotion_settings"): pa.table(settings),
        TableName("config", "answer_touchpoints"): pa.table(
            {"touchpoint": pa.array(list(answers), pa.string())}
        ),
    }
