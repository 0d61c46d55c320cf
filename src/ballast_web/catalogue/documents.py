"""Uploaded documents: kept, read in apart, corrected, accepted as a draft package."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.files.base import File

from ballast.measures.schema import KIND_LABELS, NAME_LENGTH, SUMMARY_LENGTH
from ballast.measures.writing import dump
from ballast_web.catalogue import drafts, tasks
from ballast_web.catalogue.errors import NotRead
from ballast_web.catalogue.folders import uploaded
from ballast_web.catalogue.models import Document, Draft
from ballast_web.catalogue.states import WRITERS, DocumentState
from ballast_web.errors import BadValue, CouldNotProcess, TookTooLong, TookTooMuch
from ballast_web.kernel.acting import Acting, platform
from ballast_web.kernel.clock import now
from ballast_web.kernel.sandbox import run
from ballast_web.kernel.uploads import Kept, keep
from ballast_web.kernel.writes import writing

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_READ_IN = "ballast_web.catalogue.apart.reading:read_in"


def upload(acting: Acting, file: File) -> Document:
    """Keep `file` and have it read in; the same file of the same unit is the same document.

    Raises NotAllowed, FileTooLarge.
    """
    acting.must_be(WRITERS, "上传政策文件")
    kept = keep(file, uploaded())
    with writing(acting) as log:
        document, new = _noted(acting, kept)
        if new:
            log.note("document.uploaded", document, name=kept.name, sha256=kept.sha256)
            tasks.read_in.enqueue(document.pk)
    document.refresh_from_db()
    return document


def _noted(acting: Acting, kept: Kept) -> tuple[Document, bool]:
    fields = {
        "name": kept.name,
        "file": kept.path.name,
        "size": kept.size,
        "by": acting.person,
        "at": now(),
    }
    return Document.objects.get_or_create(
        organisation=acting.organisation, sha256=kept.sha256, defaults=fields
    )


def read(document: Document) -> None:
    """Read the document in a child process, and keep what it found, or why it found nothing."""
    acting = platform("读入政策文件")
    try:
        arguments = {"path": str(uploaded() / document.file), "name": document.file}
        found = run(_READ_IN, arguments, what=document.name)
    except (TookTooLong, TookTooMuch, CouldNotProcess) as error:
        _keep(acting, document, DocumentState.REFUSED, refusal=str(error))
        return
    title = found["policy"]["title"][:300]
    _keep(acting, document, DocumentState.READ, reading=found, title=title)


def _keep(acting: Acting, document: Document, state: DocumentState, **fields: Any) -> None:
    with writing(acting) as log:
        for name, value in {**fields, "state": state}.items():
            setattr(document, name, value)
        document.save(update_fields=[*fields, "state"])
        log.note(f"document.{state}", document)


def correct(acting: Acting, document: Document, place: int, given: Mapping[str, Any]) -> None:
    """Correct name, summary, kinds and units of the measure at `place`.

    `given`: name, summary, kinds (a list), units (a list of name and role). Raises NotAllowed,
    NotRead, BadValue.
    """
    acting.must_be(WRITERS, "校改措施")
    with writing(acting) as log:
        held = _readable(document, "校改")
        measures = held.reading["measures"]
        if not 0 <= place < len(measures):
            raise BadValue(field="措施", given=str(place + 1), allowed=f"1至{len(measures)}")
        measures[place] |= _corrected(given)
        held.save(update_fields=["reading"])
        log.note("document.corrected", held, measure=measures[place]["label"])
    document.refresh_from_db()


def _readable(document: Document, action: str) -> Document:
    held = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if held.state != DocumentState.READ:
        raise NotRead(name=held.name, action=action)
    return held


def _corrected(given: Mapping[str, Any]) -> dict[str, Any]:
    name, summary = str(given["name"]).strip(), str(given["summary"]).strip()
    for field, value, most in (("名称", name, NAME_LENGTH), ("概述", summary, SUMMARY_LENGTH)):
        if len(value) > most:
            raise BadValue(field=field, given=value, allowed=f"不超过{most}个字")
    unknown = [kind for kind in given["kinds"] if kind not in KIND_LABELS]
    if unknown:
        allowed = "、".join(KIND_LABELS.values())
        raise BadValue(field="类别", given=unknown[0], allowed=allowed)
    units = [{"unit": unit, "role": role} for unit, role in given["units"]]
    leads = sum(each["role"] == "lead" for each in units)
    if len({each["unit"] for each in units}) < len(units):
        raise BadValue(field="责任单位", given="同一单位写了两次", allowed="每个单位一次")
    return {
        "name": name or None,
        "summary": summary or None,
        "kinds": list(given["kinds"]),
        "units": units,
        "joint_lead": leads > 1,
    }


def accept(acting: Acting, document: Document, issuer: str, slug: str) -> Draft:
    """Make a draft package `<issuer>/<slug>` of what was read and corrected.

    Raises NotAllowed, NotRead, BadValue, BadPath, OutOfTerritory.
    """
    acting.must_be(WRITERS, "形成草案")
    for field, value in (("发文单位", issuer), ("年份和简称", slug)):
        if not _SLUG.fullmatch(value):
            allowed = "小写字母、数字和连字符，如 guangdong、2022-industrial-growth"
            raise BadValue(field=field, given=value, allowed=allowed)
    with writing(acting) as log:
        held = _readable(document, "形成草案")
        draft = drafts.begin(acting, held.title[:200], held)
        for name, text in package_texts(held.reading).items():
            drafts.put(acting, draft, f"{issuer}/{slug}/{name}", text)
        held.state = DocumentState.ACCEPTED
        held.save(update_fields=["state"])
        log.note("document.accepted", held, draft=draft.pk, package=f"{issuer}/{slug}")
    document.refresh_from_db()
    return draft


def package_texts(reading: Mapping[str, Any]) -> dict[str, str]:
    """The two files of a draft package."""
    measures = [
        {key: value for key, value in each.items() if key != "joint_lead" or value}
        for each in reading["measures"]
    ]
    return {
        "policy.yaml": dump(_dated(reading["policy"]), _POLICY_HEAD),
        "measures.yaml": dump({"measures": _dated(measures)}, _MEASURES_HEAD),
    }


_POLICY_HEAD = """\
草案。请核对标题、文号、日期、有效期和引用；没有规则的条款，在 no_rule 下写明原因；
全部完成后把 status 改为 complete。"""
_MEASURES_HEAD = "草案。每项措施写明名称（16字以内）、概述和类别；每个数字写明 what。"


def _dated(data: Any) -> Any:
    """`data` with ISO texts as days again."""
    if isinstance(data, dict):
        return {key: _dated(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_dated(value) for value in data]
    whole = isinstance(data, str) and _DAY.fullmatch(data)
    return date.fromisoformat(data) if whole else data
