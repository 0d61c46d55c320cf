"""Uploading through the page."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from web_fixtures import DOCUMENT

from ballast_web.catalogue.models import Document
from ballast_web.kernel.roles import Role

pytestmark = pytest.mark.django_db


def send(client, content: bytes, name: str):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("staff.documents"), {"file": file}, follow=True)


def test_an_uploaded_document_opens_at_the_desk(at_once, province, acting, signed_in):
    client = signed_in(acting(Role.POLICY, province))
    page = send(client, DOCUMENT.encode(), "措施.txt").content.decode()
    assert '<mark class="ballast-unit">省工业厅</mark>' in page
    assert '<mark class="ballast-amount">500万元以上</mark>' in page


def test_a_picture_is_refused_with_what_can_be_uploaded(at_once, province, acting, signed_in):
    client = signed_in(acting(Role.POLICY, province))
    page = send(client, b"\x89PNG\r\n" + bytes(64), "图.png").content.decode()
    assert "文件格式不受支持" in page


def test_the_state_is_asked_for_while_a_document_is_read(never_worked, province, acting, signed_in):
    client = signed_in(acting(Role.POLICY, province))
    send(client, DOCUMENT.encode(), "措施.txt")
    address = f"{reverse('staff.documents')}?state={Document.objects.get().pk}"
    assert "hx-trigger" in client.get(address, headers={"HX-Request": "true"}).content.decode()


def test_who_only_reads_gets_no_form(province, acting, signed_in):
    client = signed_in(acting(Role.OPERATIONS, province))
    assert "multipart" not in client.get(reverse("staff.documents")).content.decode()
    assert send(client, b"x", "x.txt").status_code == 403
