"""Workbooks as people get them from a page, fill them in and send them back."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook


def opened(response: Any, name: str = "填报") -> Any:
    """A sheet of the workbook that was answered."""
    return load_workbook(io.BytesIO(b"".join(response.streaming_content)))[name]


def titles_of(page: Any) -> list[str]:
    """The titles without the asterisk of what must be filled in."""
    return [str(cell.value).strip("*") for cell in page[1]]


def sent(page: Any) -> SimpleUploadedFile:
    """The workbook of the page as a file to upload."""
    out = io.BytesIO()
    page.parent.save(out)
    return SimpleUploadedFile("表.xlsx", out.getvalue())


def with_rows(page: Any, *rows: dict[str, Any]) -> SimpleUploadedFile:
    """The workbook with rows added, each by its titles."""
    titles = titles_of(page)
    for row in rows:
        assert set(row) <= set(titles), set(row) - set(titles)
        page.append([row.get(title) for title in titles])
    return sent(page)


def marked_cells(page: Any) -> dict[tuple[int, str], str]:
    """What is said at each marked cell, by row and title."""
    titles = titles_of(page)
    cells = (cell for row in page.iter_rows() for cell in row if cell.comment)
    return {(cell.row, titles[cell.column - 1]): cell.comment.text for cell in cells}
