"""Chinese first, English second: the catalogues are whole, pages speak the language chosen."""

from __future__ import annotations

import re
from datetime import date

import pytest
from babel.messages.pofile import read_po
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from lxml import html
from tests.web.objects import OBJECTS

from ballast_web.errors import NotAllowed, WrongState
from ballast_web.kernel.management.commands.messages import CATALOGUES
from ballast_web.kernel.models import Person
from ballast_web.kernel.roles import Role
from ballast_web.kernel.wording import LOCALE, explained, holes, in_chinese, said
from ballast_web.pages.discovery import all_pages
from ballast_web.pages.templatetags.ballast import day, money

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
#: What is to be typed or is quoted stays as it is: a heading of a file, a law's or policy's title.
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》")
#: What the tests' own draft, campaign and message are called and say.
_TITLES = {"草案", "推送", "标题", "正文"}
LANGUAGES = pytest.mark.parametrize("locale", CATALOGUES)


def catalogue(locale):
    with (LOCALE / locale / "LC_MESSAGES" / "django.po").open("rb") as file:
        return [each for each in read_po(file, locale) if each.id]


def both(entry):
    """The text and each of its translations."""
    texts = entry.id if isinstance(entry.id, tuple) else (entry.id,)
    told = entry.string if isinstance(entry.string, tuple) else (entry.string,)
    return texts, told


@LANGUAGES
def test_every_text_is_translated_and_none_provisionally(locale):
    waiting = [each.id for each in catalogue(locale) if not all(both(each)[1]) or each.fuzzy]
    assert waiting == []


@LANGUAGES
def test_a_translation_has_the_same_holes(locale):
    def of(text):
        return sorted(re.findall(r"%\(\w+\)s|%s|%%", text)), set(holes(text))

    wrong = [
        each.id
        for each in catalogue(locale)
        for told in both(each)[1]
        if of(told) != of(both(each)[0][0])
    ]
    assert wrong == []


def test_english_holds_no_chinese_but_quotations():
    told = [text for each in catalogue("en") for text in both(each)[1]]
    assert [text for text in told if _CHINESE.search(_QUOTED.sub("", text))] == []


@LANGUAGES
def test_the_catalogue_holds_what_the_sources_say_and_nothing_else(locale):
    held = {both(each)[0][0] for each in catalogue(locale)}
    assert held == {each.text for each in CATALOGUES[locale]()}


def test_taking_the_texts_anew_keeps_every_translation(tmp_path, monkeypatch):
    before = {}
    for locale in CATALOGUES:
        folder = tmp_path / locale / "LC_MESSAGES"
        folder.mkdir(parents=True)
        before[locale] = (LOCALE / locale / "LC_MESSAGES" / "django.po").read_bytes()
        (folder / "django.po").write_bytes(before[locale])
    monkeypatch.setattr("ballast_web.kernel.management.commands.messages.LOCALE", tmp_path)
    call_command("messages", verbosity=0)
    for locale, held in before.items():
        assert (tmp_path / locale / "LC_MESSAGES" / "django.po").read_bytes() == held


def test_a_stranger_reads_chinese_whatever_the_browser_prefers(db):
    page = Client(headers={"accept-language": "en-US"}).get(reverse("public.home"))
    assert 'lang="zh-hans"' in page.text
    assert page.headers["Content-Language"] == "zh-hans"


def test_the_switch_needs_no_script_and_is_remembered(db):
    client = Client()
    answer = client.post(
        reverse("set_language"), {"language": "en", "next": reverse("public.library")}
    )
    assert answer.url == reverse("public.library")
    page = client.get(answer.url)
    assert 'lang="en"' in page.text
    assert "Policy library" in page.text
    switch = html.fromstring(page.text).xpath("//form[@action='/language/']//button")
    assert [each.text for each in switch] == ["中文", "English"]
    client.post(reverse("set_language"), {"language": "zh-hans"})
    assert 'lang="zh-hans"' in client.get(reverse("public.home")).text


def test_an_unknown_language_is_chinese(db):
    client = Client()
    client.cookies["django_language"] = "tlh"
    assert 'lang="zh-hans"' in client.get(reverse("public.home")).text


def test_an_error_is_said_with_its_facts():
    error = NotAllowed(role="企业经办人", what="打开“审计日志”")
    state = WrongState(what="申报", state="草稿", action="核准", allowed="公示中")
    with override("en"):
        assert said(error) == (
            "You are acting as “Enterprise clerk” and may not open “Audit log”. "
            "If you need to, switch roles or ask your unit's administrator."
        )
        assert "“Draft”" in said(state)
    with override("zh-hans"):
        assert said(error) == str(error)


def test_a_name_stays_a_name():
    with override("en"):
        assert said("广州精密元件有限公司") == "广州精密元件有限公司"


def test_the_core_is_explained_in_chinese_and_stays_english_in_english():
    problem = "“employes”, which is no fact of enterprise"
    assert in_chinese(problem) == "“employes”，它不是enterprise的事实"
    with override("en"):
        assert explained(problem) == problem


def test_themes_of_the_menu_are_said_in_english():
    themes = {each.theme for each in all_pages() if each.theme}
    with override("en"):
        assert {each for each in themes if _CHINESE.search(said(each))} == set()
    assert themes


def test_money_and_days_read_as_people_write_them():
    with override("en"):
        assert "RMB 1.20 million" in money(120_000_000)
        assert "RMB 3.50 billion" in money(350_000_000_000)
        assert "unknown" in money(None)
        assert day(date(2022, 12, 31)) == "31 December 2022"
    with override("zh-hans"):
        assert "120.00万元" in money(120_000_000)
        assert day(date(2022, 12, 31)) == "2022年12月31日"


@pytest.mark.parametrize("page", all_pages(), ids=lambda page: page.name)
def test_each_page_is_whole_in_english(page, home, acting, signed_in, province, city, settings):
    settings.BALLAST_TODAY = date(2022, 9, 1)
    role = Role(min(page.roles)) if page.roles else Role.POLICY
    client = signed_in(acting(role, home(role)))
    client.cookies["django_language"] = "en"
    parts = OBJECTS[page.name]("own") if "<" in page.route else {}
    Person.objects.update(name="Somebody")  # elsewhere they are called by their role
    answer = client.get(reverse(page.name, kwargs=parts))
    answer.close()
    assert answer.status_code in (200, 204, 302, 405)
    if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
        assert left_in_chinese(answer.text) == []


def left_in_chinese(page: str) -> list[str]:
    """What a page shows that the catalogue could have said in English."""
    tree = html.fromstring(page)
    shown = tree.xpath(
        "//text()[not(ancestor::script|ancestor::textarea|ancestor::*[@lang='zh-hans'])]"
    )
    shown += tree.xpath("//@title | //@aria-label | //@placeholder")
    with override("en"):
        texts = {each.strip() for each in shown} - _TITLES
        return sorted(text for text in texts if said(text) != text)
