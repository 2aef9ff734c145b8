"""Where tables live and SELECTs run. DuckDB today; the models' text fits Spark as well."""

from pipeline.engine.face import Engine, TableName

__all__ = ["Engine", "TableName"]
