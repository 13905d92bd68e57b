"""Addresses of cells, as spreadsheets write them. Rows and columns count from 1."""


def column_letters(column: int) -> str:
    """Return a column as a spreadsheet names it: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, remainder = divmod(column - 1, 26)
        letters = chr(ord("A") + remainder) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return a cell as a spreadsheet names it: row 9, column 5 is E9."""
    return f"{column_letters(column)}{row}"


def range_name(first: tuple[int, int], last: tuple[int, int]) -> str:
    """Return a block of cells, from one row and column to another, as E9:G12; one cell as E9."""
    start, end = cell_name(*first), cell_name(*last)
    return start if start == end else f"{start}:{end}"


def position(cell: str) -> tuple[int, int]:
    """Return the row and column of a cell, or of a range's first; 0 and 0 of an empty text."""
    first = cell.partition(":")[0]
    column = 0
    for letter in first.rstrip("0123456789"):
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(first.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or 0), column


def corners(cells: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the rows and columns of the first and the last cell of a range."""
    first, _, last = cells.partition(":")
    return position(first), position(last or first)
