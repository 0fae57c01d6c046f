"""Privacy notices, service descriptions and records of processing as pure functions of one registry."""

__version__ = "0.1.0"
"""The only place that says it: the wheel, `--version` and the manifest read it here."""
