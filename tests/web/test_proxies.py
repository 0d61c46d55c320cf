"""Whose address counts: the client's behind proxies that are trusted, nobody's who merely says so."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from axes.models import AccessAttempt
from django.test import Client

from ballast_web.errors import WrongSetting
from ballast_web.kernel.client import client
from ballast_web.kernel.roles import Role
from ballast_web.settings import environment

PROXY, INNER, CLIENT, FORGED = "10.0.0.1", "10.0.0.2", "203.0.113.7", "198.51.100.9"
NETWORK = (ip_network("10.0.0.0/24"),)


@pytest.mark.parametrize(
    ("forwarded", "proxies", "expected"),
    [
        ("", 0, PROXY),
        (CLIENT, 0, PROXY),
        ("", 1, PROXY),
        (CLIENT, 1, CLIENT),
        (f"{FORGED}, {CLIENT}", 1, CLIENT),
        (f"{FORGED}, {CLIENT}, {INNER}", 2, CLIENT),
        (CLIENT, 2, CLIENT),
        (f"{FORGED}, {CLIENT}", NETWORK, CLIENT),
        (f"{FORGED}, {CLIENT}, {INNER}", NETWORK, CLIENT),
        (f"{CLIENT}, {INNER}", (), PROXY),
        (f"{FORGED}, unknown", 1, PROXY),
        (f"{FORGED}, unknown", NETWORK, PROXY),
        (f"{FORGED}, {CLIENT}:4711", 1, CLIENT),
        (f"{FORGED}, [2001:db8::1]:4711", 1, "2001:db8::1"),
        (f"::ffff:{CLIENT}", 1, CLIENT),
        (f"{FORGED},{CLIENT},", 1, PROXY),
    ],
)
def test_the_header_is_read_from_its_end_as_far_as_there_are_proxies(forwarded, proxies, expected):
    assert client(PROXY, forwarded, proxies) == expected


def test_a_stranger_who_passes_by_the_proxies_is_known_by_their_own_address():
    assert client(CLIENT, FORGED, NETWORK) == CLIENT


def test_a_unix_socket_has_no_address_of_its_own():
    assert client("", f"{FORGED}, {CLIENT}", 1) == CLIENT


def failing(login: str, forwarded: str) -> int:
    form = {"username": login, "password": "Wrong-Horse-9"}
    more = {"REMOTE_ADDR": PROXY, "HTTP_X_FORWARDED_FOR": forwarded}
    return Client().post("/sign-in/", form, **more).status_code


@pytest.mark.django_db
def test_failures_behind_a_proxy_lock_their_address_alone(acting, enterprise, settings):
    settings.BALLAST_PROXIES = 1
    login = acting(Role.CLERK, enterprise).person.login
    answers = [failing(login, f"{number}.0.0.1, {CLIENT}") for number in range(1, 6)]
    assert answers[-1] == 429
    assert AccessAttempt.objects.get().ip_address == CLIENT
    assert failing(login, FORGED) == 200


@pytest.mark.django_db
def test_without_the_setting_nobody_escapes_the_lock_by_a_header(acting, enterprise):
    login = acting(Role.CLERK, enterprise).person.login
    answers = [failing(login, f"{number}.0.0.1") for number in range(1, 6)]
    assert answers[-1] == 429
    assert AccessAttempt.objects.get().ip_address == PROXY


def test_figures_are_not_for_who_comes_through_a_proxy_on_this_machine(settings):
    settings.BALLAST_PROXIES = 1
    through = Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=CLIENT)
    assert through.get("/metrics").status_code == 403
    assert Client(REMOTE_ADDR="127.0.0.1").get("/metrics").status_code == 200


def test_the_setting_is_a_number_or_addresses(monkeypatch):
    def read(given: str):
        monkeypatch.setenv("BALLAST_PROXIES", given)
        return environment.proxies("BALLAST_PROXIES")

    assert (read(""), read("2"), read("10.0.0.0/24")) == (0, 2, NETWORK)
    assert [str(each) for each in read("10.0.0.1, ::1")] == ["10.0.0.1/32", "::1/128"]
    with pytest.raises(WrongSetting, match="a number of proxies"):
        read("nginx")
