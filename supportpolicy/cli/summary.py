"""The summary at the end of check and build: on a terminal with rich, elsewhere as plain text."""

from __future__ import annotations

import sys

from supportpolicy.cli.options import Output, wants_color
from supportpolicy.cli.settings import Settings
from supportpolicy.cli.write import say
from supportpolicy.compiled import Compiled
from supportpolicy.reporting.promises import plain_summary, summary_of


def show_summary(compiled: Compiled, settings: Settings) -> None:
    """Say what the policy promises; only beside text on standard output, never between data."""
    if Output("text", None) not in settings.outputs or len([o for o in settings.outputs if o.file is None]) > 1:
        return
    summary = summary_of(compiled)
    say("")
    if sys.stdout.isatty():
        from supportpolicy.reporting.rich_summary import print_summary

        print_summary(summary, color=wants_color(settings.color))
    else:
        say(plain_summary(summary), nl=False)
