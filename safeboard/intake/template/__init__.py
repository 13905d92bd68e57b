"""What an agency is sent: a workbook derived from the catalogue."""
