"""Settings: production without a warning, without a secret of its own, without demonstrations."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from ballast_web.kernel.sealing import DEMONSTRATION_KEY

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "ballast_web.settings.production",
    "BALLAST_SECRET_KEY": "k" * 30 + "0123456789abcdefghijklmnopqrs",
    "BALLAST_AUDIT_KEY": "a" * 32,
    "BALLAST_DATA_KEYS": "d" * 32,
    "BALLAST_HOSTS": "ballast.example.gov.cn",
    "BALLAST_PROXIES": "1",
    "BALLAST_DATABASE": "postgresql://ballast:secret@127.0.0.1/ballast",
}


def check(tmp_path, **changes: str | None) -> subprocess.CompletedProcess[str]:
    # What browser tests set for themselves is nothing for a deployment.
    own = {"BALLAST_HOME": str(tmp_path), "DJANGO_ALLOW_ASYNC_UNSAFE": None}
    wanted = {**PRODUCTION, **own, **changes}
    environment = {name: value for name, value in {**os.environ, **wanted}.items() if value}
    return subprocess.run(
        [
            sys.executable,
            "-W",
            "error",
            "-m",
            "django",
            "check",
            "--deploy",
            "--fail-level",
            "INFO",
        ],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_passes_the_check_for_deployment(tmp_path):
    done = check(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", [name for name in PRODUCTION if name.startswith("BALLAST_")])
def test_production_has_no_default_for(name, tmp_path):
    done = check(tmp_path, **{name: None})
    assert done.returncode
    assert name in done.stderr


def test_production_refuses_a_fixed_day(tmp_path):
    done = check(tmp_path, BALLAST_TODAY="2022-10-31")
    assert "for demonstrations" in done.stderr


def test_a_database_of_another_kind_is_refused(tmp_path):
    done = check(tmp_path, BALLAST_DATABASE="mysql://127.0.0.1/ballast")
    assert "postgresql://user:password@host:port/name" in done.stderr


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        (DEMONSTRATION_KEY, "ballast.E002"),
        ("d" * 32 + ",short", "ballast.E003"),
        ("a" * 32, "ballast.E004"),
    ],
)
def test_a_deployment_refuses_data_keys_that_keep_nothing_secret(keys, code, tmp_path):
    done = check(tmp_path, BALLAST_DATA_KEYS=keys)
    assert done.returncode
    assert code in done.stderr


def test_tests_use_the_key_that_a_deployment_refuses(settings):
    assert settings.BALLAST_DATA_KEYS == [DEMONSTRATION_KEY]
