"""Every notebook runs from top to bottom on the sample, and none carries outputs in git."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from pipeline.config import Project
from pipeline.run import warehouse_path

NOTEBOOKS = sorted((Path(__file__).parent.parent.parent / "notebooks").glob("*.ipynb"))


def test_there_are_notebooks() -> None:
    assert [path.name for path in NOTEBOOKS] == [
        "01_first_look.ipynb", "02_where_people_leave.ipynb", "03_what_it_costs.ipynb",
    ]  # fmt: skip


# The kernel's own machinery warns of things that are not ours.
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_on_the_sample(
    path: Path, sample_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOURNEYS_WAREHOUSE", str(warehouse_path(sample_project)))
    monkeypatch.setenv("PYTHONPATH", str(path.parent.parent))
    notebook = nbformat.reads(path.read_text("utf-8"), as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": path.parent}}).execute()
    outputs = [
        output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs
    ]
    assert any("<svg" in output.get("data", {}).get("text/html", "") for output in outputs)
    assert not [output for output in outputs if output.output_type == "stream"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_committed_without_outputs(path: Path) -> None:
    cells = [c for c in nbformat.reads(path.read_text("utf-8"), as_version=4).cells if c.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in cells)
