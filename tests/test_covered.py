"""What a notice tells has one digest: it changes with every told fact and with nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import AS_OF, folders
from seloste import pipeline
from seloste.covered import digest, of_notice, of_service

FILES = {
    "organisation.yaml": "id: organisation\nlegal_name: Example Oy\nquestions: [Which year?]\n",
    "notices/notice.yaml": 'id: notice\ntitle: Privacy notice\nversion: "1.0"\nchannels: [shop]\n',
    "notices/other.yaml": "id: other\ntitle: Another notice\n",
    "activities/sales.yaml": (
        "id: sales\nname: Sales\nrole: controller\npurposes: [{purpose: delivery, lawful_basis: contract}]\n"
        "systems: [shop]\nsecurity_measures: [locks]\nnotices: [notice]\n"
    ),
    "activities/cameras.yaml": "id: cameras\nname: Cameras\nrole: controller\nnotices: [other]\n",
    "purposes/delivery.yaml": "id: delivery\nlabel: Delivering what was ordered\n",
    "lawful-bases/contract.yaml": "id: contract\narticle: 6(1)(b)\n",
    "systems/shop.yaml": "id: shop\nname: Shop system\n",
    "security-measures/locks.yaml": "id: locks\nlabel: Locks\ninternal_text: Model 7\n",
    "fragments/intro.yaml": "id: intro\nplacement: intro\ntext: Welcome.\n",
    "cookies/basket.yaml": "id: basket\nname: basket\nactivity: sales\n",
    "rights/channel.yaml": "id: channel\nresponse_period: P1M\n",
    "services/hosting.yaml": "id: hosting\nname: Hosting\nroles: [{role: processor}]\nactivities: [servers]\n",
    "activities/servers.yaml": "id: servers\nname: Servers\nrole: processor\nsecurity_measures: [locks]\n",
}


def judged(folder: Path, changes: dict[str, str] | None = None, *, backwards: bool = False) -> pipeline.Judged:
    files = FILES | (changes or {})
    for name in sorted(files, reverse=backwards):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(files[name], encoding="utf-8")
    return pipeline.judge(folders(folder, folder), AS_OF, lambda *_: None, final=False)


def digest_of(folder: Path, changes: dict[str, str] | None = None, *, backwards: bool = False) -> str:
    registry = judged(folder, changes, backwards=backwards).registry
    return digest(registry, registry.notices["notice"])


TOLD = [
    ("organisation.yaml", "legal_name: Example Oy", "legal_name: Sample Oy"),
    ("notices/notice.yaml", "title: Privacy notice", "title: Notice"),
    ("activities/sales.yaml", "name: Sales", "name: Web store"),
    ("activities/sales.yaml", "notices:", "recipients: none\nnotices:"),
    ("activities/cameras.yaml", "[other]", "[other, notice]"),
    ("purposes/delivery.yaml", "ordered", "bought"),
    ("lawful-bases/contract.yaml", "6(1)(b)", "6(1)(f)"),
    ("fragments/intro.yaml", "Welcome", "Hello"),
    ("cookies/basket.yaml", "name: basket", "name: _basket"),
    ("rights/channel.yaml", "P1M", "P2W"),
    ("services/hosting.yaml", "name: Hosting", "name: Web hosting"),
]
NOT_TOLD = [
    ("organisation.yaml", "Which year?", "Which month?"),
    ("notices/notice.yaml", '"1.0"', '"1.1"\nsupersedes: "1.0"\nregistry_hash: sha256:' + "0" * 64),
    ("notices/notice.yaml", "channels", "status: approved\napproved_by: Head of Legal\nchannels"),
    ("notices/other.yaml", "Another", "One more"),
    ("activities/sales.yaml", "notices", "owner: Head of sales\nstarted_on: 2020-01-01\nscale: large\nnotices"),
    ("activities/cameras.yaml", "name: Cameras", "name: Camera surveillance"),
    ("purposes/delivery.yaml", "label", "review_by: 2027-01-01\nlabel"),
    ("systems/shop.yaml", "Shop system", "New shop system"),
    ("security-measures/locks.yaml", "Model 7", "Model 8"),
    ("activities/servers.yaml", "name: Servers", "name: More servers"),
]


@pytest.mark.parametrize(("name", "old", "new"), TOLD)
def test_a_told_fact_changes_the_digest(tmp_path: Path, name: str, old: str, new: str) -> None:
    assert old in FILES[name]
    assert digest_of(tmp_path / "a") != digest_of(tmp_path / "b", {name: FILES[name].replace(old, new)})


@pytest.mark.parametrize(("name", "old", "new"), NOT_TOLD)
def test_what_no_notice_tells_leaves_the_digest_alone(tmp_path: Path, name: str, old: str, new: str) -> None:
    assert old in FILES[name]
    assert digest_of(tmp_path / "a") == digest_of(tmp_path / "b", {name: FILES[name].replace(old, new)})


def test_the_order_of_files_and_keys_does_not_matter(tmp_path: Path) -> None:
    turned = {name: "".join(sorted(text.splitlines(True), reverse=True)) for name, text in FILES.items()}
    assert digest_of(tmp_path / "a") == digest_of(tmp_path / "b", turned, backwards=True)


def test_a_digest_is_a_sha256_as_the_schema_writes_it(tmp_path: Path) -> None:
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", digest_of(tmp_path))


def test_a_notice_shows_its_own_activities_and_what_they_name(tmp_path: Path) -> None:
    registry = judged(tmp_path).registry
    assert [record.at.record for record in of_notice(registry, registry.notices["notice"])] == [
        "activities/sales",
        "cookies/basket",
        "fragments/intro",
        "lawful-bases/contract",
        "notices/notice",
        "organisation",
        "purposes/delivery",
        "rights/channel",
    ]


def test_a_service_shows_its_security_and_never_its_systems(tmp_path: Path) -> None:
    registry = judged(tmp_path).registry
    assert [record.at.record for record in of_service(registry, registry.services["hosting"])] == [
        "activities/servers",
        "organisation",
        "security-measures/locks",
        "services/hosting",
    ]
