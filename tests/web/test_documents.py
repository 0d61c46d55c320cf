"""Uploaded documents: kept by hash, read apart, corrected, made a draft package."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from web_fixtures import DOCUMENT

from ballast_web.catalogue import documents, library
from ballast_web.catalogue.access import access_documents
from ballast_web.catalogue.compared import compared
from ballast_web.catalogue.drafted import changes
from ballast_web.catalogue.errors import NotRead
from ballast_web.catalogue.folders import uploaded
from ballast_web.errors import BadValue, FileTooLarge, NotAllowed
from ballast_web.kernel.models import AuditEntry
from ballast_web.kernel.roles import Role
from ballast_web.kernel.uploads import harmless

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(acting, province):
    return acting(Role.POLICY, province)


@pytest.fixture
def read(at_once, small_library, officer):
    return documents.upload(officer, ContentFile(DOCUMENT.encode(), "纸伞措施.txt"))


def test_a_document_is_read_and_each_finding_has_its_place_in_the_text(read):
    assert (read.state, read.title) == ("read", "关于促进纸伞产业平稳增长的若干措施")
    found = read.reading
    assert [each["label"] for each in found["measures"]] == ["（一）", "（二）"]
    marks = found["places"][0]["marks"]
    said = {(each["kind"], found["text"][each["start"] : each["end"]]) for each in marks}
    assert {("unit", "省工业厅"), ("unit", "省财政厅"), ("amount", "500万元以上")} <= said
    assert any(kind == "deadline" for kind, _ in said)


def test_the_same_file_of_the_same_unit_is_the_same_document(read, officer):
    again = documents.upload(officer, ContentFile(DOCUMENT.encode(), "另一个名字.txt"))
    assert again == read
    assert AuditEntry.objects.filter(action="document.uploaded").count() == 1


def test_a_correction_is_kept_and_stands_in_the_draft(read, officer):
    given = {"name": "技改补助", "summary": "投资够大的纸伞厂改造设备，给一笔补助。"}
    units = [("省工业厅", "lead"), ("省财政厅", "lead")]
    documents.correct(officer, read, 0, {**given, "kinds": ["benefit"], "units": units})
    draft = documents.accept(officer, read, "guangdong", "2022-paper-umbrellas")
    assert read.state == "accepted"
    text = draft.files.get(path__endswith="measures.yaml").text
    assert "name: 技改补助" in text
    assert "joint_lead: true" in text
    found = compared(library.current(), changes(draft))
    assert found.hidden == ""
    assert "2项措施" in found.measures[0][1][0]


@pytest.mark.parametrize(
    "given",
    [
        {"name": "字" * 17},
        {"summary": "字" * 161},
        {"kinds": ["gift"]},
        {"units": [("省工业厅", "lead"), ("省工业厅", "member")]},
    ],
)
def test_a_correction_that_the_package_could_not_hold_is_refused(read, officer, given):
    plain = {"name": "", "summary": "", "kinds": [], "units": []}
    with pytest.raises(BadValue):
        documents.correct(officer, read, 0, plain | given)


def test_what_is_accepted_is_not_corrected_any_more(read, officer):
    documents.accept(officer, read, "guangdong", "2022-paper-umbrellas")
    with pytest.raises(NotRead):
        documents.accept(officer, read, "guangdong", "2022-paper-umbrellas-again")


def test_a_package_is_named_in_small_letters(read, officer):
    with pytest.raises(BadValue):
        documents.accept(officer, read, "../guangdong", "2022-x")


def bomb(part: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", part)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(100), "old.doc"),
        (b"", "empty.txt"),
        (bomb(b"<a>" + b" " * (200 << 20) + b"</a>"), "bomb.docx"),
        (bomb(b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'), "entity.docx"),
        (b"%PDF-1.7\n" + b"\xff" * 1000, "broken.pdf"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(at_once, officer, data, name):
    document = documents.upload(officer, ContentFile(data, name))
    assert document.state == "refused"
    assert name in document.refusal
    assert str(uploaded()) not in document.refusal


def test_a_file_past_the_limit_is_not_kept(settings, officer):
    settings.BALLAST_UPLOAD_MEGABYTES = 1
    before = set(uploaded().glob("*")) if uploaded().is_dir() else set()
    with pytest.raises(FileTooLarge):
        documents.upload(officer, ContentFile(bytes(2 << 20), "large.txt"))
    assert set(uploaded().glob("*")) == before


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Temp\\通知.docx", "通知.docx"),
        ("a\nb;rm.txt", "a_b_rm.txt"),
        ("", "文件"),
        ("字" * 200 + ".pdf", "字" * 76 + ".pdf"),
    ],
)
def test_a_name_is_made_harmless(name, kept):
    assert harmless(name) == kept


def test_only_policy_officers_upload(acting, province):
    with pytest.raises(NotAllowed):
        documents.upload(acting(Role.OPERATIONS, province), ContentFile(b"x", "x.txt"))


def test_a_document_is_seen_in_its_territory_alone(never_worked, acting, city, other_city):
    documents.upload(acting(Role.POLICY, city), ContentFile(b"x", "x.txt"))
    assert not access_documents(acting(Role.POLICY, other_city)).exists()
