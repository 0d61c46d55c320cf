"""Invented documents of the genre, and what is read from them without layout."""

from __future__ import annotations

from typing import Any

from ballast.documents.reader import read_bytes
from ballast.measures.as_json import as_json
from ballast.measures.extract import measures

#: What layout, encoding and script may change: places, and the characters as printed.
PRINTED = frozenset({"span", "spans", "file", "title_printed", "printed"})

LINES = (
    "海棠市人民政府办公室关于扶持制伞业的若干措施",
    "棠府办〔2022〕9号",
    "各区人民政府，市政府各部门、各直属机构：",
    "为贯彻落实《海棠省制伞业促进条例》，推动制伞业（以下简称“伞业”）平稳发展，制定以下措施。",
    "一、扩大生产",
    "（一）支持技术改造。2022年底前推动120家伞厂开展技术改造，对年销售雨伞1万把以上的伞厂，按研发投入的"
    "10%给予补助，最高不超过50万元。（市工业和信息化局牵头，市财政局、各区人民政府配合）",
    "（二）稳定出口。力争到2025年出口额突破3亿元，每季度至少组织一场对接活动，安排展位不少于20个。"
    "（市商务局、市贸促会）",
    "（三）降低成本。阶段性缓缴保险费，缓缴期限6个月，缓缴期间免收滞纳金，对小微伞厂的房租减半收取。"
    "（市人力资源社会保障局、市财政局）",
    "二、组织实施",
    "（四）加强调度。各区每月报送进展，每半个月接待一次伞厂，问题在8月底前解决，逾期予以通报。"
    "（市工业和信息化局，各区人民政府）",
    "（五）强化评估。委托第三方开展评估，评估结果作为下一年度资金安排的依据。（市财政局）",
    "本措施自2022年4月1日起施行，有效期3年。",
    "附件：1.伞厂名单",
    "2.补助申请表",
    "海棠市人民政府办公室",
    "2022年3月24日",
)


def plain() -> str:
    """The document as plain text."""
    return "\n".join(LINES)


def page(above: str = "", below: str = "") -> str:
    """The document as a page of a site."""
    body = "".join(f"<p>{line}</p>" for line in LINES)
    return f"<html><body>{above}{body}{below}</body></html>"


def result(content: str | bytes, name: str) -> Any:
    """Everything read, without what layout may change."""
    document = read_bytes(content if isinstance(content, bytes) else content.encode(), name)
    return unprinted(as_json(document, measures(document)))


def unprinted(value: Any) -> Any:
    """`value` without spans, the name of the file and printed forms."""
    if isinstance(value, dict):
        return {key: unprinted(each) for key, each in value.items() if key not in PRINTED}
    return [unprinted(each) for each in value] if isinstance(value, list) else value
