"""Evidence: told by its content, held to a size, kept once, given out as a file alone."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile

import openpyxl
import pytest
from application_fixtures import PDF, upload

from ballast_web.applications import evidence, services
from ballast_web.applications.apart import telling
from ballast_web.applications.errors import StillOpen, WrongFile
from ballast_web.applications.evidence import checked, clean, path_of
from ballast_web.applications.models import Evidence, EvidenceFile
from ballast_web.applications.states import State
from ballast_web.errors import TookTooMuch
from ballast_web.kernel import sandbox
from ballast_web.kernel.roles import Role

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20 + b"\0\0\0\0IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20 + b"\xff\xd9"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def workbook() -> bytes:
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    return file.getvalue()


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def document(types: str = WORD, **more: bytes) -> bytes:
    said = f'<Types><Override PartName="/word/document.xml" ContentType="{types}"/></Types>'
    return zipped(**{"[Content_Types].xml": said.encode(), "word/document.xml": b"<w/>"}, **more)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("合同.pdf", PDF, "pdf"),
        ("照片.JPG", JPEG, "jpeg"),
        ("截图.png", PNG, "png"),
        ("台账.xlsx", workbook(), "xlsx"),
        ("说明.docx", document(), "docx"),
    ],
)
def test_a_file_of_each_allowed_kind_is_taken(name, content, kind):
    found = checked(upload(name, content))
    assert (found.kind, found.content) == (kind, content)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("空.pdf", b"", "空"),
        ("程序.exe", b"MZ", "格式"),
        ("网页.pdf", b"<html><script>alert(1)</script>", "内容不是完整、安全的PDF"),
        ("截断.pdf", PDF[:20], "内容不是"),
        ("改名.png", JPEG, "内容不是"),
        ("改名.jpg", PNG, "内容不是"),
        ("改名.xlsx", document(), "内容不是"),
        ("改名.docx", workbook(), "内容不是"),
        ("压缩包.docx", zipped(**{"a.txt": b"a"}), "内容不是"),
        ("宏.docx", document(WORD + '"/><x a="vbaProject'), "内容不是"),
        ("旧格式.doc", b"\xd0\xcf\x11\xe0", "格式"),
        ("损坏.xlsx", workbook()[:400], "内容不是"),
        ("实体.docx", document(**{"a.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}), "内容不是"),
        ("炸弹.docx", document(**{"word/a.bin": b"\0" * (4 << 20)}), "内容不是"),
    ],
)
def test_a_file_of_another_kind_or_a_dangerous_one_is_refused(name, content, why):
    with pytest.raises(WrongFile, match=why):
        checked(upload(name, content))


def test_a_file_is_looked_into_in_a_child_without_the_platforms_modules(monkeypatch):
    asked = []

    def run(function, arguments, *, what, limits):
        asked.append((function, arguments["kind"], what, limits.megabytes))
        return original(function, arguments, what=what, limits=limits)

    original = sandbox.run
    monkeypatch.setattr(sandbox, "run", run)
    checked(upload("台账.xlsx", workbook()))
    assert asked == [("ballast_web.applications.apart.telling:holds", "xlsx", "台账.xlsx", 512)]
    told = "import sys, ballast_web.applications.apart.telling; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", told], check=False).returncode == 0


def test_what_kills_the_child_is_refused_and_the_platform_lives_on(monkeypatch):
    monkeypatch.setattr(evidence, "CHILD", sandbox.Limits(megabytes=8, seconds=5))
    with pytest.raises(TookTooMuch, match=r"台账\.xlsx"):
        checked(upload("台账.xlsx", workbook()))


def test_every_kind_that_is_taken_is_told_by_its_content():
    assert set(evidence.KINDS) == set(telling.KINDS)


def test_a_file_past_the_size_is_refused_before_it_is_read(settings):
    settings.BALLAST_EVIDENCE_MEGABYTES = 1
    with pytest.raises(WrongFile, match="不超过1MB"):
        checked(upload(content=PDF + b" " * (1 << 20)))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/合同.pdf", "合同.pdf"),
        ("C:\\temp\\合同.pdf", "合同.pdf"),
        ("合\x00同\n.pdf", "合同.pdf"),
        ("a\u202egnp.pdf", "agnp.pdf"),
        ("长" * 300 + ".pdf", "长" * 140 + ".pdf"),
    ],
)
def test_a_name_is_cleaned(given, kept):
    assert clean(given) == kept


@pytest.mark.django_db
def test_the_same_content_is_kept_once_for_many_uses(until, people):
    found = until(State.DRAFT)
    first = services.attach(people["owner"], found, upload("甲.pdf"), "租赁合同")
    second = services.attach(people["owner"], found, upload("乙.pdf"))
    assert first.file == second.file
    assert EvidenceFile.objects.count() == 1
    assert path_of(first.file_id).read_bytes() == PDF
    services.remove(people["owner"], first)
    assert [each.name for each in Evidence.objects.filter(removed_at=None)] == ["乙.pdf"]


@pytest.mark.django_db
def test_nothing_is_added_or_removed_once_it_is_submitted(until, people):
    found = until(State.DRAFT)
    added = services.attach(people["owner"], found, upload())
    services.submit(people["owner"], found)
    with pytest.raises(StillOpen, match="草稿和待补正"):
        services.attach(people["owner"], found, upload("晚.pdf"))
    with pytest.raises(StillOpen):
        services.remove(people["owner"], added)


@pytest.mark.django_db
def test_a_download_is_an_attachment_for_those_alone_who_see_the_application(
    until, people, signed_in, acting, other_city, other_enterprise
):
    found = until(State.DRAFT)
    added = services.attach(people["owner"], found, upload("租赁 合同.pdf"))
    services.submit(people["owner"], found)
    address = f"/evidence/{added.pk}/"
    for who in ("owner", "officer"):
        answer = signed_in(people[who]).get(address)
        assert b"".join(answer.streaming_content) == PDF
        assert answer["Content-Disposition"].startswith("attachment;")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Type"] == "application/pdf"
    for foreign in (acting(Role.POLICY, other_city), acting(Role.OWNER, other_enterprise)):
        assert signed_in(foreign).get(address).status_code == 404


@pytest.mark.django_db
def test_the_database_keeps_stored_files_as_they_are(until, people):
    services.attach(people["owner"], until(State.DRAFT), upload())
    with pytest.raises(Exception, match="append-only"):
        EvidenceFile.objects.update(size=1)
