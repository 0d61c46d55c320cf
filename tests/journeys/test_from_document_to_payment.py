"""From an uploaded document to money on an account: six roles, each in a window of its own."""

from __future__ import annotations

import base64
from datetime import date

import pytest
from application_fixtures import PDF
from django_otp.oath import totp
from enterprise_facts import fact_rows
from money_fixtures import ACCOUNT, somebody_else
from playwright.sync_api import Page, expect

from ballast_web.accounts.services.enrolment import issue
from ballast_web.applications.models import Application
from ballast_web.catalogue import library
from ballast_web.enterprises.models import Standing
from ballast_web.kernel.acting import platform
from ballast_web.kernel.audit import anchors_path
from ballast_web.kernel.roles import Role
from ballast_web.payments.models import PaymentOrder

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
LABEL, PACKAGE = "纸伞企业扩产奖励", "guangdong/2022-paper-umbrellas"
RULE_ID = f"{PACKAGE}/01-expansion-award"
DOCUMENT = """关于支持纸伞企业扩大生产的奖补措施
粤工信伞〔2022〕1号

各地级以上市工业和信息化主管部门：

一、扩产奖补
（一）奖励扩大生产。对营业收入不低于3000万元的纸伞企业，一次性奖励20万元，2022年12月底前兑现。（省工业和信息化厅牵头，省财政厅配合）

广东省工业和信息化厅
2022年1月1日
"""
RULE = f"""label: {LABEL}
measure: （一）
subject: enterprise
effect: {{from: 2022-01-01, to: 2022-12-31}}
parameters:
  floor: {{label: 营业收入下限, unit: CNY, values: {{2022-01-01: 3000万元}}}}
  award: {{label: 奖励额, unit: CNY, values: {{2022-01-01: 20万元}}}}
conditions:
  广东省企业:
    is: within(city, '440000')
    clause: （一）
  营业收入达标:
    is: revenue >= floor
    clause: （一）
    quote: 对营业收入不低于3000万元
benefit:
  kind: award
  per: once
  amount: award
  rounding: {{to: 分, mode: half_up}}
"""
CASES = """as_of: 2022-12-31
given:
  enterprise: {uscc: 91440300708461136T, city: "440300", revenue: 3000万元}
cases:
  - case: 营业收入正好达到下限的奖励20万元
    expect: {verdict: eligible, amount: 200000元}
  - case: 营业收入差一分的没有
    facts: {revenue: 29999999.99元}
    expect: {verdict: ineligible, failed: [营业收入达标]}
  - case: 省外企业不由本省奖励
    facts: {city: "450100"}
    expect: {verdict: ineligible, failed: [广东省企业]}
  - case: 不知道所在市就不能判定
    facts: {city: null}
    expect: {verdict: unknown, unknown: [广东省企业], missing: [enterprise.city]}
  - case: 不知道营业收入就不能判定
    facts: {revenue: null}
    expect: {verdict: unknown, unknown: [营业收入达标], missing: [enterprise.revenue]}
"""


def press(window: Page, name: str) -> None:
    """Press the button of that name."""
    window.get_by_role("button", name=name, exact=True).click()


def told(window: Page, text: str) -> None:
    """The page says so."""
    expect(window.locator("#alerts")).to_contain_text(text)


def sign_in(window: Page, who) -> None:
    """Through the page, as one who binds a phone for the first time; `look` afterwards."""
    window.goto("/sign-in/")
    window.get_by_label("登录名").fill(who.person.login)
    window.get_by_label("密码").fill("Right-Horse-9")
    press(window, "登录")
    expect(window.get_by_role("img", name="绑定验证器的二维码")).to_be_visible()
    secret = window.locator("code").inner_text()
    window.get_by_label("绑定码").fill(issue(platform("测试"), who.person))
    window.get_by_label("6位验证码").fill(f"{totp(base64.b32decode(secret)):06d}")
    press(window, "绑定并验证")
    expect(window.get_by_role("list", name="恢复码").get_by_role("listitem")).to_have_count(10)
    window.get_by_role("link", name="已保存，进入平台").click()
    expect(window.get_by_text(who.role.label).first).to_be_visible()


def read_in(window: Page, look) -> str:
    """Upload the document, see what was read beside the text, correct it; the draft's address."""
    window.locator(".ballast-menu summary", has_text="政策").first.click()
    window.get_by_role("link", name="文件读入").click()
    file = {"name": "奖补措施.txt", "mimeType": "text/plain", "buffer": DOCUMENT.encode()}
    window.get_by_label("上传政策文件").set_input_files(file)
    press(window, "上传并读入")
    text, form = window.locator(".ballast-text"), window.get_by_label("措施", exact=True)
    expect(text.locator("mark.ballast-amount")).to_contain_text(["3000万元", "20万元"])
    expect(text.locator("mark.ballast-unit").first).to_contain_text("省工业和信息化厅")
    expect(form.get_by_label("责任单位")).to_have_value("省工业和信息化厅（牵头）\n省财政厅")
    form.get_by_label("名称").fill("扩产奖励")
    form.get_by_label("概述").fill("营收达到三千万元的纸伞厂，给二十万元奖金，年内付清。")
    form.get_by_label("待遇").check()
    press(window, "保存")
    told(window, "已保存")
    look(window, "01-read-in")
    window.get_by_label("发文单位（拼音或英文）").fill("guangdong")
    window.get_by_label("年份和简称").fill("2022-paper-umbrellas")
    press(window, "形成草案")
    told(window, "已形成草案")
    return window.url


def write_the_rule(window: Page, look) -> None:
    """Add a rule with its cases to the draft, and submit it."""
    draft = window.url
    window.get_by_label("新增一项规则").fill(RULE_ID)
    press(window, "新增")
    window.get_by_role("link", name=f"{RULE_ID}.yaml", exact=True).click()
    window.wait_for_load_state()
    window.get_by_label("规则", exact=True).fill(RULE.replace("revenue >=", "revenues >="))
    checked = window.locator("#checked")
    expect(checked.locator(".ballast-problem").first).to_contain_text("^")
    look(window, "02-mistake")
    window.get_by_label("规则", exact=True).fill(RULE)
    window.get_by_label("用例", exact=True).fill(CASES)
    expect(checked).to_contain_text("营业收入差一分的没有")
    expect(checked.locator(".ballast-problem")).to_have_count(0)
    look(window, "03-rule")
    press(window, "保存")
    told(window, "已保存")
    window.goto(draft)
    press(window, "提交审核")
    told(window, "已提交")
    look(window, "04-submitted")


def publish(window: Page, draft: str, look) -> None:
    """The second person approves."""
    window.goto(draft)
    press(window, "批准，检查后发布")
    told(window, "已批准并发布")
    look(window, "05-published")


def judge_everybody(window: Page, look) -> None:
    """The whole population is judged anew."""
    window.goto("/staff/enterprises/")
    press(window, "重新全量判定")
    expect(window.get_by_text("全量判定结果")).to_be_visible()
    look(window, "06-judged")


def apply(window: Page, look) -> None:
    """The owner finds the award, adds evidence, applies, registers an account."""
    window.goto("/")
    item = window.get_by_role("region", name="可以享受").locator(".list-group-item", has_text=LABEL)
    expect(item).to_contain_text("20.00万元")
    look(window, "07-mine")
    item.get_by_role("link", name="申报").click()
    file = {"name": "设备发票.pdf", "mimeType": "application/pdf", "buffer": PDF}
    window.get_by_label("选择文件").set_input_files(file)
    window.get_by_label("证明什么（可不填）").fill("扩产设备")
    press(window, "上传")
    expect(window.get_by_role("link", name="设备发票.pdf")).to_be_visible()
    look(window, "08-apply")
    window.get_by_label("需要说明的情况（可不填）").fill("新增一条生产线。")
    press(window, "提交申报")
    told(window, "申报已提交")
    look(window, "09-applied")
    window.goto("/enterprise/payments/")
    for name, value in (
        ("户名", "合成企业甲"),
        ("账号", ACCOUNT["number"]),
        ("开户银行", ACCOUNT["bank_name"]),
        ("联行号", ACCOUNT["bank_code"]),
    ):
        window.get_by_label(name).fill(value)
    press(window, "保存账户")
    expect(window.get_by_text("更换账户")).to_be_visible()


def review(window: Page, look) -> None:
    """The officer accepts, recommends and publicises."""
    window.goto("/staff/work/")
    look(window, "10-work")
    window.get_by_role("link", name=Application.objects.get().number).click()
    expect(window.get_by_role("link", name="设备发票.pdf")).to_be_visible()
    press(window, "受理")
    told(window, "已受理")
    window.get_by_label("审核意见").fill("材料齐全，条件符合。")
    press(window, "提出拟同意意见")
    told(window, "已提出拟同意意见")
    press(window, "公示5个工作日")
    told(window, "已开始公示")
    look(window, "11-publicised")


def approve(window: Page, which: str) -> None:
    """One of the two approvals."""
    window.goto(f"/staff/application/{Application.objects.get().pk}/")
    press(window, f"核准（{which}）")


def pay(maker: Page, checker: Page, look) -> None:
    """One prepares the batch, another releases it, the bank's receipt comes back."""
    maker.goto("/staff/payments/")
    press(maker, "将全部待拨付编入批次")
    told(maker, "已编制，待另一人复核放行")
    checker.goto(maker.url)
    look(checker, "12-batch")
    press(checker, "复核放行")
    told(checker, "已放行")
    checker.reload()
    with checker.expect_download() as download:
        checker.get_by_role("link", name="下载银行文件").click()
    order = PaymentOrder.objects.get()
    written = download.value.path().read_text(encoding="utf-8-sig")
    assert order.number in written
    assert ACCOUNT["number"] in written
    receipt = f"拨付单号,金额,结果\n{order.number},200000.00,成功\n".encode()
    maker.goto("/staff/payments/")
    file = {"name": "回单.csv", "mimeType": "text/csv", "buffer": receipt}
    maker.get_by_label("导入回单（Excel或CSV）").set_input_files(file)
    press(maker, "导入")
    expect(maker.locator("table")).to_contain_text(order.number)
    look(maker, "13-receipt")
    maker.goto("/staff/payments/")
    look(maker, "14-payments")


@pytest.fixture
def business(settings, enterprise, small_library):
    """A day in 2022, a library of one package, an enterprise with its facts."""
    settings.BALLAST_TODAY = date(2022, 9, 1)
    anchors_path().unlink(missing_ok=True)  # those of other tests' databases
    fact_rows(enterprise)
    return settings


def test_a_clause_becomes_money_on_an_enterprises_account(
    business, province, enterprise, acting, funded, window_of, look
):
    officer = window_of()
    sign_in(officer, acting(Role.POLICY, province))
    draft = read_in(officer, look)
    write_the_rule(officer, look)
    first, second = (
        window_of(who)
        for who in (acting(Role.APPROVER, province), somebody_else(Role.APPROVER, province))
    )
    publish(first, draft, look)
    assert RULE_ID in {rule.id for rule in library.current().library.rules}
    judge_everybody(window_of(acting(Role.OPERATIONS, province)), look)
    assert Standing.objects.get(rule=RULE_ID).amount_fen == 20_000_000
    budget = funded(province, 50_000_000, RULE_ID)

    owner = window_of(acting(Role.OWNER, enterprise))
    apply(owner, look)
    review(officer, look)
    stranger = window_of()
    stranger.goto("/publicity/")
    expect(stranger.locator("main")).to_contain_text(enterprise.name)
    look(stranger, "11-publicity")
    business.BALLAST_TODAY = date(2022, 9, 13)
    approve(first, "第一人")
    told(first, "还须另一名审批人核准")
    approve(second, "第二人")
    told(second, "已核准")
    look(second, "12-approved")

    finance = (acting(Role.FINANCE, province), somebody_else(Role.FINANCE, province))
    pay(*map(window_of, finance), look)
    owner.goto("/enterprise/applications/")
    expect(owner.locator("table")).to_contain_text("已拨付")
    look(owner, "15-paid")
    owner.get_by_role("link", name=Application.objects.get().number).click()
    look(owner, "16-case")
    owner.goto("/enterprise/payments/")
    expect(owner.locator("main")).to_contain_text("20.00万元")
    look(owner, "17-money")
    assert Application.objects.get().amount_fen == 20_000_000
    assert PaymentOrder.objects.get().budget == budget

    auditor = window_of(acting(Role.AUDITOR, province))
    auditor.goto("/staff/audit/")
    auditor.get_by_role("link", name="校验完整性").click()
    expect(auditor.get_by_role("status")).to_contain_text("完整无误")
    look(auditor, "18-audit")
