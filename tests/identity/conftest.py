"""The models are read once for all the small warehouses of these tests."""

from tests.spec.conftest import _models_read_once

__all__ = ["_models_read_once"]
