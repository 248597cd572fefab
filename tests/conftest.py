"""What every test may ask for: the phrase bank, built once."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from nianbao.core.phrases import Bank
from nianbao.workflow import banks

settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", deadline=None, max_examples=10_000, suppress_health_check=list(HealthCheck))
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session")
def bank() -> Bank:
    return banks.load_bank()
