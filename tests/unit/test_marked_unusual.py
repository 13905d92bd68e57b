"""Workbooks whose parts are written in other ways than usual come back with the findings, too."""

import re
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest

from safeboard.intake.marked.package import MAIN
from tests.unit.test_marked_copy import (
    AT_COMMENT,
    ERROR,
    QUERY,
    copy_of,
    marked,
    opened,
    own_workbook,
    remarks,
    rows,
)


def changed(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return the agency's workbook with the parts of such a name changed."""
    content = BytesIO()
    with ZipFile(BytesIO(own_workbook())) as before, ZipFile(content, "w") as after:
        for part in before.namelist():
            read = before.read(part)
            after.writestr(part, change(read) if re.search(name, part) else read)
    return content.getvalue()


def with_prefix(part: bytes) -> bytes:
    """Return a part whose elements all have a prefix, as some programs write them."""
    named = re.sub(rb"<(/?)(?![?!])([A-Za-z]+)(?=[\s/>])", rb"<\1x:\2", part)
    return named.replace(b"xmlns=", b"xmlns:x=")


KEPT = {
    "elements with a prefix": changed(
        r"xl/(workbook|styles|comments1|worksheets/sheet\d)\.xml$", with_prefix
    ),
    "a mark of the byte order": changed(
        r"(workbook|styles|sheet1)\.xml$", lambda part: b"\xef\xbb\xbf" + part
    ),
    "no formats of marks": changed(
        r"styles\.xml$", lambda part: re.sub(rb"<dxfs.*</dxfs>", b"", part)
    ),
    "a sheet without cells": changed(
        r"sheet2\.xml$", lambda part: re.sub(rb"<sheetData>.*</sheetData>", b"<sheetData/>", part)
    ),
}

MADE_PLAIN = {
    "the strict form": changed(
        r"\.xml$",
        lambda part: part.replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
    ),
    "remarks in XML's own form": changed(
        r"workbook\.xml$", lambda part: part.replace(b"<sheets>", b"<!-- <sheet --><sheets>")
    ),
    "another encoding": changed(
        r"styles\.xml$", lambda part: part.decode().replace("UTF-8", "UTF-16").encode("utf-16")
    ),
}


@pytest.mark.parametrize("case", KEPT)
def test_a_workbook_that_is_written_in_another_way_keeps_all_it_holds(case: str) -> None:
    copy = copy_of(KEPT[case], [ERROR, QUERY])
    assert opened(copy).sheetnames == ["Ours", "Other", "Findings"]
    assert len(opened(copy)["Ours"]._charts) == 1
    assert marked(copy, "Ours") == ["B2", "C3"]
    assert sorted(remarks(copy, "Ours")) == ["A1", "B2", "C3"]


@pytest.mark.parametrize("case", MADE_PLAIN)
def test_a_workbook_that_we_cannot_change_comes_back_as_its_cells(case: str) -> None:
    copy = copy_of(MADE_PLAIN[case], [ERROR, QUERY])
    assert [row[1] for row in rows(copy)] == ["Ours!B2", "Ours!C3"]
    assert opened(copy)["Ours"]["C7"].value == 150
    assert sorted(remarks(copy, "Ours")) == ["B2", "C3"]


def test_comments_drawn_as_no_xml_stay_and_the_cells_are_marked_all_the_same() -> None:
    came = changed(r"vml$", lambda part: part.replace(b"</div>", b"<br></div>"))
    copy = copy_of(came, [ERROR, QUERY])
    assert sorted(remarks(copy, "Ours")) == ["A1"]
    assert marked(copy, "Ours") == ["B2", "C3"]


def with_conversation() -> bytes:
    """Return the agency's workbook, its comment one that stands for a conversation."""
    kind = b"http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    related = b'<Relationship Id="t" Type="%b" Target="../threadedComments/one.xml"/>' % kind
    content = BytesIO()
    with ZipFile(BytesIO(own_workbook())) as before, ZipFile(content, "w") as after:
        for part in before.namelist():
            read = before.read(part)
            if part == "xl/worksheets/_rels/sheet1.xml.rels":
                read = read.replace(b"</Relationships>", related + b"</Relationships>")
            after.writestr(part, read)
        one = '<threadedComment ref="A1" id="{1}"><text>Why?</text></threadedComment>'
        after.writestr("xl/threadedComments/one.xml", f"<ThreadedComments>{one}</ThreadedComments>")
    return content.getvalue()


def test_a_conversation_at_a_cell_is_left_as_it_is_and_the_cell_is_marked() -> None:
    copy = copy_of(with_conversation(), [AT_COMMENT])
    assert remarks(copy, "Ours") == {"A1": "Ours: by month"}
    assert marked(copy, "Ours") == ["A1"]
    thread = "xl/threadedComments/one.xml"
    with ZipFile(BytesIO(with_conversation())) as came, ZipFile(BytesIO(copy)) as returned:
        assert returned.read(thread) == came.read(thread)
