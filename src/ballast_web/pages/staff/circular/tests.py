"""One circular on its page: edited, approved by another, sent, its readers."""

from __future__ import annotations

import pytest
from money_fixtures import somebody_else

from ballast.supervision.periods import span_on
from ballast_web.circulars import services
from ballast_web.circulars.models import Circular
from ballast_web.circulars.states import CircularKind
from ballast_web.kernel.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


@pytest.fixture
def drafted(supervisor, make_task, on_the_day) -> Circular:
    make_task("440100-government")
    return services.draft(supervisor, CircularKind.CIRCULAR, span_on(on_the_day, "month"))


@pytest.fixture
def address(drafted):
    return f"/staff/circular/{drafted.pk}/"


def form(drafted: Circular, **changes):
    given = {
        "action": "edit",
        "title": "关于任务推进情况的通报",
        "addressees": "各有关单位",
        "heading": ["总体情况", "", "其他"],
        "text": ["第一段。\r\n\r\n第二段。", "", "（一）一句。"],
        "unit": [unit.pk for unit in drafted.units.all()],
    }
    return {**given, **changes}


def test_words_are_edited_one_paragraph_a_line(drafted, address, supervisor, signed_in):
    client = signed_in(supervisor)
    assert client.post(address, form(drafted)).status_code == 302
    drafted.refresh_from_db()
    assert drafted.sections == [
        {"heading": "总体情况", "paragraphs": ["第一段。", "第二段。"]},
        {"heading": "其他", "paragraphs": ["（一）一句。"]},
    ]
    assert drafted.units.count() == 1
    page = client.get(address).content.decode()
    assert "第二段。" in page
    assert "各地市任务完成情况" in page


def test_a_title_stays_one_line(drafted, address, supervisor, signed_in):
    signed_in(supervisor).post(address, form(drafted, title="关于任务推进\r\n情况的通报"))
    drafted.refresh_from_db()
    assert drafted.title == "关于任务推进情况的通报"


def test_what_is_wrong_with_a_text_is_told(drafted, address, supervisor, signed_in):
    answer = signed_in(supervisor).post(address, form(drafted, title=" "))
    assert answer.status_code == 422
    assert "标题" in answer.content.decode()


def test_a_second_person_approves_from_the_page_and_the_unit_sends_it(
    drafted, address, supervisor, units, city_officer, signed_in
):
    client = signed_in(supervisor)
    client.post(address, {"action": "submit"})
    assert "须由另一人审签" in client.get(address).content.decode()
    assert client.post(address, {"action": "approve"}).status_code == 403
    approver = signed_in(somebody_else(Role.APPROVER, units["440000-government"]))
    approver.post(address, {"action": "approve"})
    assert "粤督通〔2022〕1号" in approver.get(address).content.decode()
    client.post(address, {"action": "send"})
    page = client.get(address).content.decode()
    assert "未阅" in page
    receipt = drafted.receipts.get()
    signed_in(city_officer).get(f"/staff/received-circular/{receipt.pk}/")
    assert city_officer.person.name in client.get(address).content.decode()


def test_it_is_sent_back_with_a_reason_that_the_drafter_reads(
    drafted, address, supervisor, units, signed_in
):
    client = signed_in(supervisor)
    client.post(address, {"action": "submit"})
    approver = signed_in(somebody_else(Role.APPROVER, units["440000-government"]))
    approver.post(address, {"action": "return", "reason": "请核对附件1。"})
    assert "请核对附件1。" in client.get(address).content.decode()


def test_another_button_is_none(address, supervisor, signed_in):
    assert signed_in(supervisor).post(address, {"action": "burn"}).status_code == 422


def test_what_was_sent_is_corrected_from_the_page_and_both_say_so(
    drafted, address, supervisor, units, city_officer, signed_in
):
    second = somebody_else(Role.APPROVER, units["440000-government"])

    def issue(circular: Circular) -> None:
        services.submit(supervisor, circular)
        services.approve(second, circular)
        services.send(supervisor, circular)

    issue(drafted)
    client = signed_in(supervisor)
    assert "起草更正" in client.get(address).content.decode()
    answer = client.post(address, {"action": "correct", "said": "广州市应为2项。"})
    made = Circular.objects.get(corrects=drafted)
    assert answer.url == f"/staff/circular/{made.pk}/"
    assert "广州市应为2项。" in client.get(answer.url).content.decode()
    assert "本文件已更正" not in client.get(address).content.decode()
    issue(made)
    assert "本文件已更正" in client.get(address).content.decode()
    assert "已印发（已更正）" in client.get("/staff/circulars/").content.decode()
    reader = signed_in(city_officer)
    assert "已更正" in reader.get("/staff/circulars/").content.decode()
    old, new = (each.receipts.get().pk for each in (drafted, made))
    page = reader.get(f"/staff/received-circular/{old}/").content.decode()
    assert f'href="/staff/received-circular/{new}/"' in page
    page = reader.get(f"/staff/received-circular/{new}/").content.decode()
    assert f'href="/staff/received-circular/{old}/"' in page


def test_a_unit_takes_its_own_numbered_copy(drafted, address, supervisor, units, signed_in):
    client = signed_in(supervisor)
    client.post(address, form(drafted, copies_to="省委办公厅", numbered_copies="on"))
    page = client.get(address).content.decode()
    assert "抄送机关" in page
    services.submit(supervisor, drafted)
    services.approve(somebody_else(Role.APPROVER, units["440000-government"]), drafted)
    services.send(supervisor, drafted)
    page = client.get(address).content.decode()
    assert ("000001" in page, "抄送：省委办公厅。" in page) == (True, True)
    reader = signed_in(somebody_else(Role.OPERATIONS, units["440100-government"]))
    received = reader.get(f"/staff/received-circular/{drafted.receipts.get().pk}/")
    assert "000002" in received.content.decode()
    assert reader.get(f"{address}docx/").content != client.get(f"{address}docx/").content
