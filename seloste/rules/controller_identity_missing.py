"""The documents do not say who is responsible for the processing.

People must be told the identity of the controller (Art. 13(1)(a), 14(1)(a)), and the record begins with it (Art.
30(1)(a)). A brand, or a placeholder that was never filled in, identifies nobody.

Fails:

    # file: organisation.yaml
    id: organisation  # expect: controller-identity-missing

Fails:

    # file: organisation.yaml
    id: organisation
    legal_name: TODO  # expect: controller-identity-missing

Fails:

    # file: organisation.yaml
    id: organisation
    legal_name: Company Ltd  # expect: controller-identity-missing

Passes:

    # file: organisation.yaml
    id: organisation
    legal_name: Todorov Oy

Passes:

    # file: organisation.yaml
    id: organisation
    legal_name: The Ship Company Oy
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seloste.findings import At, Severity
from seloste.rules import Broken, Case

severity = Severity.ERROR
citation = "Art. 13(1)(a), 14(1)(a), 30(1)(a)"
tags = ("identity",)

_PLACEHOLDER = re.compile(
    r"(todo|tbd|tba|xxx+|n/?a|unknown|name|nimi|placeholder|\W*|(your |my |the )?company( name)?( ltd| oy| inc)?)\W*",
    re.IGNORECASE,
)


def broken(case: Case) -> Iterator[Broken]:
    """No organisation, one without a registered name, or with words that only hold its place."""
    organisation = case.registry.organisation
    if organisation is None:
        yield Broken(
            at=At("organisation"),
            message="The registry does not say who the controller is: there is no organisation.yaml.",
            fix="Add organisation.yaml at the top of the registry, with the registered name under legal_name.",
        )
        return
    name = organisation.legal_name or ""
    if _PLACEHOLDER.fullmatch(name.strip()):
        yield Broken(
            at=organisation.at / ("legal_name" if name else "id"),
            message=f"“{name}” names nobody." if name else "The registry does not say who the controller is.",
            fix="Write the registered name of the legal entity, not only the brand, under legal_name.",
            rests_on=(organisation.at / "legal_name",),
        )
