#!/usr/bin/env python3
"""Seloste from the repository: `python build.py` checks the registry and renders every document (see `--help`)."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python would stop at a syntax error that explains nothing
    sys.exit("Seloste needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". `make build` finds one.")

try:
    from seloste.cli import main
except ModuleNotFoundError as missing:
    if (missing.name or "").split(".")[0] == "seloste":
        raise
    sys.exit(f"The package {missing.name!r} is not installed for this Python. `make build` installs what is needed.")

if __name__ == "__main__":
    sys.exit(main())
