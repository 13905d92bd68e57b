"""The windows of an indicator's file: what its items cannot give is refused, with what to do."""

import pytest

from tests.catalogue.folder import CatalogueFolder

ITEM = "    label: Visits made on time\n    kind: flow\n    every: month\n"
CHILDREN = "    label: Visits made on time\n    kind: distinct\n    every: {every}\n"


def test_children_counted_each_month_give_no_quarter(folder: CatalogueFolder) -> None:
    folder.change(ITEM, CHILDREN.format(every="month"))
    assert folder.refusal() == (
        "visits/visits-on-time.yaml, line 25: 'visits_on_time' counts each child once, and is not "
        "asked for by quarter; its counts are never added up. Add 'quarter' to the 'windows' of "
        "the item, or choose month."
    )


def test_children_counted_each_month_give_a_quarter_that_is_asked_for(
    folder: CatalogueFolder,
) -> None:
    folder.change(ITEM, CHILDREN.format(every="month") + "    windows: [month, quarter]\n")
    assert folder.read().indicators.keys() == {"visits-on-time"}


def test_rolling_twelve_months_are_a_window(folder: CatalogueFolder) -> None:
    folder.change("window: quarter", "window: rolling 12 months")
    assert folder.read().indicators["visits-on-time"].window == "rolling 12 months"


@pytest.mark.parametrize(
    ("item", "says"),
    [
        pytest.param(
            ITEM + "    windows: [quarter]\n",
            "line 22: a flow is not asked for by window: only a distinct item is. Take the line "
            "'windows' out.",
            id="a flow by window",
        ),
        pytest.param(
            CHILDREN.format(every="quarter") + "    windows: [month]\n",
            "line 22: no month can be asked for every quarter. Use some of quarter, year to date, "
            "rolling 12 months, year.",
            id="a window finer than the collection",
        ),
        pytest.param(
            ITEM + "    formerly: [{every: quarter, until: 2018-02-28}]\n",
            "line 22: 2018-02-28 is not the last day of both a quarter and a month, so a period "
            "would be cut. Correct the day.",
            id="a quarter cut",
        ),
        pytest.param(
            ITEM
            + "    formerly:\n      - {every: quarter, until: 2018-03-31}\n"
            + "      - {every: year, until: 2017-03-31}\n",
            "line 22: changes must each be later than the one before. Order them.",
            id="changes in disorder",
        ),
        pytest.param(
            CHILDREN.format(every="quarter") + "    formerly: [{every: year, until: 2018-03-31}]\n",
            "line 22: a distinct item is asked for by window, so it cannot have changed. Declare "
            "another item for what was asked for before.",
            id="children formerly",
        ),
    ],
)
def test_an_item_that_cannot_be_collected_so_is_refused(
    folder: CatalogueFolder, item: str, says: str
) -> None:
    folder.change(ITEM, item)
    assert folder.refusal() == f"visits/visits-on-time.yaml, {says}"
