"""The copy of a workbook that goes back to its agency, with what was found written into it."""
