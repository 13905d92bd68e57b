"""What is typed on a return's first sheet is not lost: it is queried, cell by cell."""

from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from safeboard.catalogue import library
from safeboard.catalogue.breakdown import Breakdown
from safeboard.intake.known import Known
from safeboard.intake.returns import read_return
from safeboard.vocabulary.area import Area

EXAMPLE = Path(__file__).parents[2] / "examples" / "st-helens-2017-18"
AREAS = [Area("342", "St. Helens", "E08000013")]
CATALOGUE = library.read(
    library.Additions(
        breakdowns={
            "residence": Breakdown.model_validate(
                {
                    "label": "Where they live",
                    "categories": {
                        "town_centre": "St Helens town centre",
                        "elsewhere": "Elsewhere",
                    },
                }
            )
        }
    )
)


def found_after_typing(typed: dict[str, object], version: str = "") -> list[str]:
    workbook = load_workbook(EXAMPLE / "returns" / "lado-2017-18.xlsx")
    for cell, value in typed.items():
        workbook["Start here"][cell] = value
    if version:
        workbook["Counts"]["B7"] = version
    saved = BytesIO()
    workbook.save(saved)
    checked = read_return(saved.getvalue(), "lado.xlsx", Known(CATALOGUE, tuple(AREAS)))
    assert checked.submission is not None
    return [str(finding) for finding in checked.findings]


def test_a_first_sheet_as_it_was_sent_is_no_finding() -> None:
    assert found_after_typing({}) == []


def test_each_cell_typed_on_the_first_sheet_is_queried() -> None:
    said = "nothing is read on this sheet. Put a count on 'Counts' and words on 'Notes', "
    assert found_after_typing({"F5": "Total 999", "A60": 55}) == [
        f"query at Start here!F5: {said}or take this out.",
        f"query at Start here!A60: {said}or take this out.",
    ]


def test_on_a_first_sheet_of_another_catalogue_only_numbers_are_queried() -> None:
    found = found_after_typing({"F5": "Some words", "A60": 55}, version="another")
    assert [each.split(":")[0] for each in found] == ["query at Start here!A60"]
