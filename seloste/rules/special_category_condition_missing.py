"""Special categories of data are used without a condition of Art. 9.

Processing data on health, ethnic origin, belief, trade union membership and the other kinds of Art. 9(1) is forbidden
unless one of the conditions of Art. 9(2) applies, beside the basis of Art. 6. The condition belongs to the purpose:
the same data may be used for one purpose and not for another. A purpose without a list of its own uses all the data of
its activity. That a free text may happen to hold such data is a risk to be limited, not a use of them.

Fails:

    # file: activities/meals.yaml
    id: meals
    name: Meals
    role: controller
    purposes:
      - purpose: cook-meals  # expect: special-category-condition-missing
        lawful_basis: contract
    data_categories:
      - {category: allergies}
    # file: purposes/cook-meals.yaml
    id: cook-meals
    label: We cook what you can eat
    # file: data-categories/allergies.yaml
    id: allergies
    label: Allergies
    sensitivity: special
    # file: lawful-bases/contract.yaml
    id: contract
    article: 6(1)(b)

Fails:

    # file: activities/meals.yaml
    id: meals
    name: Meals
    role: controller
    purposes:
      - purpose: cook-meals
        data_categories: [allergies]
        special_data:
          - category: allergies  # expect: special-category-condition-missing
            safeguards: Only the cook sees them
    # file: purposes/cook-meals.yaml
    id: cook-meals
    label: We cook what you can eat
    # file: data-categories/allergies.yaml
    id: allergies
    label: Allergies
    art9_kind: health

Passes:

    # file: activities/meals.yaml
    id: meals
    name: Meals
    role: controller
    purposes:
      - purpose: cook-meals
        special_data:
          - {category: allergies, condition: 9(2)(a)}
      - purpose: invoice-meals
        data_categories: [orders]
    data_categories:
      - {category: allergies}
      - {category: orders}
    # file: purposes/cook-meals.yaml
    id: cook-meals
    label: We cook what you can eat
    # file: purposes/invoice-meals.yaml
    id: invoice-meals
    label: We invoice the meals
    # file: data-categories/allergies.yaml
    id: allergies
    label: Allergies
    sensitivity: special
    # file: data-categories/orders.yaml
    id: orders
    label: Orders
    sensitivity: ordinary

Passes:

    # file: activities/service.yaml
    id: service
    name: Customer service
    role: controller
    purposes:
      - {purpose: answer-customers}
    data_categories:
      - {category: messages}
    # file: purposes/answer-customers.yaml
    id: answer-customers
    label: We answer the messages that you send
    # file: data-categories/messages.yaml
    id: messages
    label: Messages, whatever you write in them
    sensitivity: ordinary
    may_contain_special: true

Passes:

    # file: activities/hospital.yaml
    id: hospital
    name: Support for hospitals
    role: processor
    purposes:
      - {purpose: support-users}
    data_categories:
      - {category: patients}
    # file: purposes/support-users.yaml
    id: support-users
    label: We support the users of the hospital as instructed
    # file: data-categories/patients.yaml
    id: patients
    label: Patient data
    sensitivity: special
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.findings import At, Severity
from seloste.model import DataCategory, PurposeEntry
from seloste.rules import Broken, Case, data_of, is_special, name, own_purposes

severity = Severity.ERROR
citation = "Art. 9(1)-(2)"
tags = ("special", "bases")


def broken(case: Case) -> Iterator[Broken]:
    """Every special category that a purpose of an own activity uses without a condition."""
    for activity, entry in own_purposes(case.registry):
        named = (part.category for part in entry.special_data if part.category is not None)
        used = {one.id: one for one in (*data_of(activity, entry), *named)}
        for category in used.values():
            place = _gap(entry, category) if is_special(category) else None
            if place is not None:
                purpose = f"“{name(entry.purpose.label)}”" if entry.purpose else "a purpose"
                yield Broken(
                    at=place,
                    message=f"“{name(category.label)}” is special-category data, and {purpose} in "
                    f"“{name(activity.name)}” has no condition of Art. 9(2) for it.",
                    fix="Name the category with its condition under special_data; or list under data_categories what "
                    "the purpose really uses; or stop using the data.",
                    rests_on=(
                        entry.at / "special_data",
                        entry.at / "data_categories",
                        category.at / "sensitivity",
                        category.at / "art9_kind",
                    ),
                )


def _gap(entry: PurposeEntry, category: DataCategory) -> At | None:
    """Where the condition for a category is missing; None if there is one. One without a category is for them all."""
    parts = [part for part in entry.special_data if part.category is None or part.category.id == category.id]
    if any(part.condition is not None for part in parts):
        return None
    return parts[0].at / "category" if parts else entry.at / ("purpose" if entry.purpose else "data_categories")
