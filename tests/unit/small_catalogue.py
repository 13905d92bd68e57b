"""A catalogue small enough to know by heart, so that tests can write out what follows from it."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from safeboard.catalogue import library
from safeboard.catalogue.library import Catalogue

_FILES = {
    "themes.yaml": "exploitation: Child exploitation\nfront_door: Front door\n",
    "agencies.yaml": "panel: Exploitation panel\npolice: Police\nhousing: Housing\n",
    "breakdowns.yaml": """
kind:
  label: Kind
  optional: true
  categories:
    online: Online
    other: Another kind
residence:
  label: Where they live
  categories:
    here: In the area
    elsewhere: Elsewhere
    not_recorded: {label: Not recorded, in_base: false}
""",
    "exploitation/referrals.yaml": """
title: Referrals
question: How many?
agency: panel
polarity: neutral
form: count
decimals: 0
definitions:
  - {from: 2016-04-01, text: Referrals received in the period., source: The partnership}
  - {from: 2018-02-15, text: Referrals received and accepted., source: The partnership}
items:
  referrals: {label: Referrals, kind: flow, every: month, by: [kind]}
numerator: referrals
window: quarter
compare_with: same period last year
change: number
benchmark: none
rating: none
examples:
  - {name: some, given: {referrals: 2}, expect: 2}
""",
    "exploitation/progressed.yaml": """
title: Referrals that progressed
question: How many led to help?
agency: panel
polarity: neutral
form: count
decimals: 0
definitions:
  - {from: 2018-04-01, text: Referrals that progressed., source: The partnership}
items:
  progressed:
    label: Referrals that progressed
    kind: flow
    every: month
    part_of: referrals
    guidance: Count them in the month of the meeting.
numerator: progressed
window: quarter
compare_with: same period last year
change: number
benchmark: none
rating: none
examples:
  - {name: some, given: {progressed: 2}, expect: 2}
""",
    "exploitation/open.yaml": """
title: Children open to the panel
question: How many now?
agency: panel
polarity: neutral
form: count
decimals: 0
definitions:
  - {from: 2016-04-01, text: Children open at the period's end., source: The partnership}
items:
  open_children: {label: Children open, kind: stock, every: quarter, by: [residence]}
  reviews: {label: Yearly reviews, kind: distinct, every: year}
numerator: open_children
window: snapshot
compare_with: same period last year
change: number
benchmark: none
rating: none
examples:
  - {name: some, given: {open_children: 2}, expect: 2}
""",
    "front_door/calls.yaml": """
title: Calls
question: How many?
agency: police
polarity: neutral
form: count
decimals: 0
definitions:
  - {from: 2016-04-01, text: Calls received., source: The partnership}
items:
  calls: {label: Calls, kind: flow, every: year}
numerator: calls
window: year
compare_with: same period last year
change: number
benchmark: none
rating: none
examples:
  - {name: some, given: {calls: 2}, expect: 2}
""",
}


def write_small_catalogue(folder: Path) -> None:
    """Write the catalogue's files in an empty folder."""
    for name, text in _FILES.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")


@cache
def small_catalogue() -> Catalogue:
    """Return the catalogue. The panel is asked for children open, reviews and referrals."""
    with TemporaryDirectory() as folder:
        write_small_catalogue(Path(folder))
        return library.read(built_in=Path(folder))
