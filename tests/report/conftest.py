"""One made-up warehouse, read once, for all tests of the report."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser, sync_playwright

from pipeline.report import write_report
from pipeline.report.model import Page
from pipeline.report.page import build_page
from pipeline.report.read import read_marts
from pipeline.report.render import page_as_html
from tests.report.company import Journey, journeys
from tests.report.marts import warehouse


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests; the pages of a test are its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def made_up() -> list[Journey]:
    return journeys(2400)


@pytest.fixture(scope="session")
def db(made_up: list[Journey]) -> duckdb.DuckDBPyConnection:
    return warehouse(made_up)


@pytest.fixture(scope="session")
def page(db: duckdb.DuckDBPyConnection) -> Page:
    return build_page(read_marts(db))


@pytest.fixture(scope="session")
def folder(db: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    write_report(db, folder)
    return folder


@pytest.fixture(scope="session")
def html(page: Page) -> str:
    """The page before what a browser does not need is left out."""
    return page_as_html(page)
