"""Intake: agencies' spreadsheets become checked submissions."""
