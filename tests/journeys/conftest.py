"""A real browser against a real server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

#: Playwright's own loop runs in the tests' thread, which Django would otherwise refuse to serve.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; without it these tests fail and say how to get it."""
    path = os.environ.get("BALLAST_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.fail("no Chromium: run `make browser`, or name one in BALLAST_CHROMIUM")
    if not (Path(settings.BALLAST_ASSETS) / "vendor").is_dir():
        pytest.fail("no front-end files: run `ballast-web assets`, or name them in BALLAST_ASSETS")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser session of one's own, in Chinese."""
    context = browser.new_context(locale="zh-CN", viewport=WIDE)
    yield context
    context.close()


@pytest.fixture
def window(context: BrowserContext) -> Page:
    """A window in it."""
    return context.new_page()


@pytest.fixture
def enter(live_server, signed_in):
    """Let a browser session in as somebody, as if they had signed in with both factors."""

    def let_in(context: BrowserContext, who) -> None:
        cookie = signed_in(who).cookies["sessionid"]
        context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])

    return let_in


@pytest.fixture
def window_of(browser: Browser, enter, live_server):
    """A window of somebody's own, signed in; addresses in it are the platform's paths."""
    opened: list[BrowserContext] = []

    def make(who=None) -> Page:
        context = browser.new_context(locale="zh-CN", viewport=WIDE, base_url=live_server.url)
        context.set_default_timeout(20_000)
        opened.append(context)
        if who is not None:
            enter(context, who)
        return context.new_page()

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def look(request):
    """Keep a picture of a window at both widths, where BALLAST_PICTURES names a folder."""
    folder = os.environ.get("BALLAST_PICTURES")

    def keep(window: Page, name: str) -> None:
        for size in (NARROW, WIDE) if folder else ():
            window.set_viewport_size(size)
            path = f"{folder}/{request.node.name}-{name}-{size['width']}.png"
            window.screenshot(path=path, full_page=True)

    return keep
