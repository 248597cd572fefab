"""Authority follows from the kind of unit; the plain cases are in tests/conformance/authority.yaml."""

from __future__ import annotations

import pytest

from nianbao.core.form import form
from nianbao.core.kinds import KINDS
from tests.builders import codes, findings, report

CELLS = [f"disclosure.regulations.{name}" for name in ("issued", "repealed", "in_force")]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("cell", CELLS)
def test_only_who_may_make_regulations_has_any(kind, cell):
    said = codes(report(unit="临泽", kind=kind, figures={cell: 2}), "L101")
    assert bool(said) == (not KINDS[kind].may_make_regulations and kind != "其他")


def test_the_finding_names_the_cell_and_what_should_stand_there():
    (finding,) = findings(report(figures={CELLS[2]: 6}), "L101")
    assert (finding.figure, finding.found, finding.expected) == (CELLS[2], 6, 0)
    assert finding.where == form().labels[CELLS[2]]
