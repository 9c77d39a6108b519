"""What every test shares: Hypothesis is patient, since the machines that run this are slow."""

from __future__ import annotations

import hypothesis

hypothesis.settings.register_profile(
    "patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("patient")
