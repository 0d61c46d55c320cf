"""From an account that an administrator makes to a lost phone and a new one, in a browser."""

from __future__ import annotations

import base64
import re

import pytest
from django_otp.oath import totp
from playwright.sync_api import Page, expect

from ballast_web.kernel.models import Person
from ballast_web.kernel.roles import Role

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
GIVEN, OWN = "Given-Horse-7", "Chosen-Horse-8"


def press(window: Page, name: str) -> None:
    window.get_by_role("button", name=name, exact=True).click()


def add(window: Page, unit: str) -> str:
    """The administrator makes an account; the 绑定码 that is shown."""
    window.goto("/staff/people/")
    form = window.locator("form", has=window.get_by_role("button", name="添加", exact=True))
    for name, value in (("姓名", "新任专员"), ("登录名", "newcomer"), ("单位代码", unit)):
        form.get_by_label(name).fill(value)
    form.get_by_label("初始密码").fill(GIVEN)
    form.get_by_label("角色").select_option(label="政策专员")
    press(window, "添加")
    shown = window.get_by_role("status")
    expect(shown).to_contain_text("新任专员的绑定码")
    return shown.locator("code").inner_text()


def sign_in(window: Page, password: str) -> None:
    window.goto("/sign-in/")
    window.get_by_label("登录名").fill("newcomer")
    window.get_by_label("密码").fill(password)
    press(window, "登录")


def enrol(window: Page, code: str) -> list[str]:
    """Bind the phone; the recovery codes that are shown."""
    secret = window.locator("code").inner_text()
    window.get_by_label("绑定码").fill(code)
    window.get_by_label("6位验证码").fill(f"{totp(base64.b32decode(secret)):06d}")
    press(window, "绑定并验证")
    codes = window.get_by_role("list", name="恢复码").get_by_role("listitem")
    expect(codes).to_have_count(10)
    return codes.all_inner_texts()


def choose(window: Page) -> None:
    """Put a password of one's own in the place of the given one."""
    window.get_by_label("新密码").fill(OWN)
    window.get_by_label("再次输入").fill(OWN)
    press(window, "设置并继续")
    expect(window.get_by_text("新密码已生效")).to_be_visible()


def test_an_account_is_taken_over_by_its_owner_and_recovered(
    window_of, acting, city, look, settings
):
    desk, own = window_of(acting(Role.ADMINISTRATOR, city)), window_of()
    code = add(desk, city.code)
    look(desk, "1-added")
    sign_in(own, GIVEN)
    look(own, "2-enrolling")
    codes = enrol(own, code)
    look(own, "3-recovery-codes")
    own.get_by_role("link", name="已保存，进入平台").click()
    expect(own).to_have_url(re.compile("/new-password/"))
    look(own, "4-new-password")
    choose(own)
    own.goto("/account/")
    look(own, "5-account")
    own.goto("/account/recovery-codes/")
    look(own, "6-renewing")
    without_phone = window_of()
    sign_in(without_phone, OWN)
    without_phone.get_by_text("手机不在身边").click()
    without_phone.get_by_label("恢复码").fill(codes[4].lower())
    look(without_phone, "7-by-recovery-code")
    press(without_phone, "用恢复码登录")
    expect(without_phone.get_by_text("还剩9个")).to_be_visible()
    without_phone.goto("/account/")
    press(without_phone, "退出其他全部登录")
    own.goto("/account/")
    expect(own).to_have_url(re.compile("/sign-in/"))
    replaced(desk, look)
    sign_in(own, OWN)
    expect(own.get_by_role("img", name="绑定验证器的二维码")).to_be_visible()


def replaced(desk: Page, look) -> None:
    """The phone is lost for good: the administrator lets another be bound."""
    desk.goto(f"/staff/people/{Person.objects.get(login='newcomer').pk}/")
    desk.get_by_text("解除手机绑定，签发绑定码").click()
    look(desk, "8-person")
    press(desk, "解除并签发")
    expect(desk.get_by_role("status")).to_contain_text("新任专员的绑定码")
    look(desk, "9-new-code")
