"""The report of a rehearsal run counts the screens with faults."""

from __future__ import annotations

from server.preflight.run_report import Run, ScreenReport, facts


def test_faults_are_counted_by_screen() -> None:
    run = Run(screens={"a": ScreenReport("stage", "a", sent=3), "b": ScreenReport("stage", "b", dropped=2)})
    assert [one.name for one in run.faults()] == ["b"]
    report = facts(run)
    assert report is not None and report["faults"] == 1 and facts(None) is None
