"""Disclosure: rated figures become a release. The gate."""
