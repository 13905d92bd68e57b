"""Layouts: where the counts stand in an agency's own workbook, so that nobody retypes them."""
