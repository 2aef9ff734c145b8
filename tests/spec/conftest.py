"""The models are read once for all the small warehouses of these tests."""

from collections.abc import Iterator

import pytest

from pipeline.models import load_models
from pipeline.sqlfiles import sql_root


@pytest.fixture(scope="session", autouse=True)
def _models_read_once() -> Iterator[None]:
    models = load_models(sql_root())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.build.load_models", lambda _: models)
        yield
