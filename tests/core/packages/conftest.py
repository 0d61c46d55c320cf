"""A small package and an invented document, whole and valid, for tests to spoil one value of."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ballast.measures.writing import dump

DOCUMENT = """\
海棠省人民政府办公厅关于印发海棠省提振纸伞产业若干措施的通知

海棠政办〔2024〕7号

各市人民政府，省政府各部门：

现将《海棠省提振纸伞产业若干措施》印发给你们，请照此办理。

海棠省人民政府办公厅

2024年5月6日

海棠省提振纸伞产业若干措施

为让纸伞重新撑开，制定以下措施。

一、稳定生产

（一）支持纸伞企业更新机器。对购置单价80万元以上新机器的企业，按购价的12%给予补助，2024年推动300家企业完成更新。（省工业和信息化厅、省财政厅，各市人民政府，第一个为牵头单位，下同）

（二）畅通纸伞运输。各市每月至少组织一场车货对接会，2024年9月30日前建立纸伞运输清单。（省交通运输厅、省工业和信息化厅）

二、扩大销路

（三）举办纸伞展销。每季度通报销售进展，力争出口额增长5%以上，办法参照海棠政办〔2023〕2号。（省商务厅、省工业和信息化厅按职责分工负责）
"""

POLICY: dict[str, Any] = {
    "title": "海棠省提振纸伞产业若干措施",
    "number": "海棠政办〔2024〕7号",
    "kind": "policy",
    "official": True,
    "issuers": ["海棠省人民政府办公厅"],
    "addressees": ["各市人民政府"],
    "issued_on": date(2024, 5, 6),
    "published_on": None,
    "effective": {"from": None, "to": None},
    "region": "440000",
    "source": {"address": None, "file": "umbrellas.txt"},
    "cites": [{"number": "海棠政办〔2023〕2号", "title": "旧办法", "why": "展销参照它"}],
    "status": "complete",
    "lead_convention": {"rule": "first_unit", "clause": "（一）"},
    "no_rule": {"（二）": "不给予企业待遇。"},
}
MEASURES: dict[str, Any] = {
    "measures": [
        {
            "label": "（一）",
            "section": "一、生产",
            "name": "换新机器补助",
            "summary": "买新机器的纸伞厂可得一笔补助。",
            "kinds": ["benefit", "target"],
            "units": [
                {"unit": "省工业和信息化厅", "role": "lead"},
                {"unit": "省财政厅", "role": "member"},
            ],
            "targets": [
                {
                    "what": "换新的企业",
                    "comparator": "=",
                    "value": "300家",
                    "due": date(2024, 12, 31),
                }
            ],
            "amounts": [{"what": "补助比例", "comparator": "=", "value": "12%"}],
            "fingerprint": "a" * 64,
        },
        {
            "label": "（二）",
            "section": "一、生产",
            "name": "运伞对接",
            "summary": "每月让车主和货主见面。",
            "kinds": ["matching"],
            "units": [{"unit": "省交通运输厅", "role": "lead"}],
            "deadlines": [{"what": "列出清单", "from": None, "to": date(2024, 9, 30)}],
            "cadences": [{"what": "对接会", "every": "month", "unit": "场", "per": "市"}],
            "cites": ["海棠政办〔2023〕2号"],
            "fingerprint": "b" * 64,
        },
    ]
}
#: Gets the package's two files as `policy` and `measures`, and changes them.
Spoil = Callable[[SimpleNamespace], object]


@pytest.fixture
def package_folder(tmp_path: Path) -> Callable[..., Path]:
    """Writes the small package, after `spoil` changed it, and gives its folder."""

    def write(spoil: Spoil | None = None, name: str = "haitang/2024-umbrellas") -> Path:
        policy, measures = deepcopy(POLICY), deepcopy(MEASURES)
        if spoil:
            spoil(SimpleNamespace(policy=policy, measures=measures["measures"]))
        folder = tmp_path / "policies" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "policy.yaml").write_text(dump(policy), encoding="utf-8")
        (folder / "measures.yaml").write_text(dump(measures), encoding="utf-8")
        return folder

    return write


@pytest.fixture
def umbrellas(tmp_path: Path) -> Path:
    """The invented document."""
    path = tmp_path / "documents" / "umbrellas.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(DOCUMENT, encoding="utf-8")
    return path
