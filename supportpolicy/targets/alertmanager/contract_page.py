"""The contract between Alertmanager and whoever sends it alerts, as a page for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from supportpolicy.targets.alertmanager.dialect import CONFIG
from supportpolicy.targets.paging.contract import ALERT_NAME, SIGNAL, TICKET, Label, Signal


def contract_page(policy: str, labels: Sequence[Label], signals: Sequence[Signal], receivers: Sequence[str]) -> str:
    """The page."""
    return "\n".join(_lines(policy, labels, signals, receivers))


def _lines(policy: str, labels: Sequence[Label], signals: Sequence[Signal], receivers: Sequence[str]) -> Iterator[str]:
    yield f"# What alerts about tickets of {_cell(policy)} must carry"
    yield ""
    yield f"The tree in `{CONFIG}` decides from labels alone. For each ticket, send one alert for each signal below when the"
    yield "signal starts, with `startsAt` at that moment, and repeat it every minute until the signal ends. Then send it once"
    yield "more with `endsAt`, or let it run out."
    yield ""
    yield "| label | what to write |"
    yield "|---|---|"
    yield f"| `{ALERT_NAME}` | Anything, such as `SupportTicket`. |"
    yield f"| `{TICKET}` | The number of the ticket. |"
    yield f"| `{SIGNAL}` | The name of the signal. |"
    for label in labels:
        yield f"| `{label.name}` | {_cell(_to_write(label))} |"
    yield ""
    yield "Leave a label out where the fact is missing. When a fact changes, end the alert and send it with the new labels and"
    yield "`startsAt` at that moment."
    yield ""
    yield "| signal | starts on | ends on |"
    yield "|---|---|---|"
    for signal in signals:
        ends = [*signal.stops_on, *signal.unless]
        yield f"| `{_cell(signal.name)}` | {_cell(', '.join(signal.starts_on))} | {_cell(', '.join(ends)) or 'never'} |"
    yield ""
    yield "A signal does not start where one of its ends has come since. Receivers, one for each person and way:"
    yield ""
    for name in receivers:
        yield f"- {_cell(name)}"
    yield ""


def _to_write(label: Label) -> str:
    about = label.about
    if label.as_sorted:
        about += " As the rules for severities decide it, before an emergency raises it or a cap lowers it."
    if not label.column:
        return about
    if label.kind == "values":
        words = " · ".join(f"`{word}`" for word in label.words[2:])
        return f"{about} The policy asks for: {words}. Any other value may be written as it is, but never an empty one."
    words = " · ".join(f"`{word}`" for word in label.words[1:])
    return f"{about} One of: {words}."


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
