"""Answers written by hand, under a small policy of their own: what the golden files and the other tests share."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache

from supportpolicy.compiled import Compiled
from supportpolicy.engine.answer import (
    Answer,
    DecisionAnswer,
    Failed,
    Message,
    Question,
    Reason,
    StepAnswer,
    TargetAnswer,
    TimelineAnswer,
    Told,
    Verify,
)
from supportpolicy.engine.values import Money
from tests.compiler.building import compiled

POLICY = """\
fields:
  plan: {type: choice, values: [free, paid]}
  order.total: {type: money}
  reason: {type: choice, values: [defect, change-of-mind], ask: "What is wrong with it?"}
tiers:
  - {name: paying, when: {plan: paid}}
  - {name: community}
severities:
  levels: [high, low]
  rules:
    - {level: high, when: {plan: paid}}
    - {level: low}
coverage:
  office: {open: {mon-fri: 09:00-17:00}}
teams:
  - {name: front, coverage: office, lead: boss}
  - {name: night, coverage: always}
roles:
  boss: {coverage: office, contact: phone}
messages:
  hello: {en: "Hello {requester.name}", ja: "こんにちは"}
  refused: {en: "We are sorry."}
  updates: {en: "Still at it."}
actions:
  print-label: {does: Print a label and put it into the parcel.}
routing:
  - {name: everything, team: front}
sla:
  - name: everybody
    targets:
      first_response: {at_most: 4h, clock: office}
      update_every: {at_most: 1h, clock: always}
      resolve: {at_most: 2bd, clock: office}
escalation:
  - name: nobody answers
    when: {severity: high}
    starts_on: opened
    stops_on: first_response
    clock: always
    steps:
      - {after: 1h, tell: boss, via: phone}
refunds:
  - {name: defect, when: {reason: defect}, decision: approve, amount: order.total}
  - {name: else, decision: deny, say: refused}
"""
OPENED = dt.datetime(2026, 6, 5, 13, tzinfo=dt.UTC)  # a Friday, 14:00 in Dublin
HASH = "0123456789abcdef" * 4


@cache
def policy() -> Compiled:
    return compiled(POLICY)


def after(hours: int = 0, minutes: int = 0, seconds: int = 0) -> dt.datetime:
    return OPENED + dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)


STAGES: dict[str, str | bool | None] = {
    "tier": "paying",
    "severity": "high",
    "reply_language": "en",
    "language_level": "full",
    "emergency": None,
    "claimed": None,
    "channel_support": "yes",
    "redirect": None,
    "team": "front",
    "queue": None,
    "sla": "everybody",
}
BARE = Answer("acme", "", None, OPENED, OPENED, False, dict.fromkeys(STAGES))
PLAIN = Answer("acme", HASH, "4711", after(1), OPENED, False, STAGES)


def target(metric: str, **parts: object) -> TargetAnswer:
    values: dict[str, object] = {"state": "running", "promise": "4h", "clock": "office", "started": OPENED, **parts}
    return TargetAnswer(metric, **values)  # type: ignore[arg-type]


BOSS_AWAY = Told("boss", False, dt.datetime(2026, 6, 8, 8, tzinfo=dt.UTC), "team-lead")

CASES: dict[str, Answer] = {
    "nothing_decided": BARE,
    "given_to_nobody": PLAIN._replace(stages={**STAGES, "team": "none"}),
    "opened_is_assumed": PLAIN._replace(opened=after(1), opened_assumed=True),
    "every_state_of_a_target": PLAIN._replace(
        targets=(
            target("first_response", state="met", due=after(4), met=after(0, 20), at="policy.yaml:41"),
            target("update_every", state="met", promise="1h", clock="always", due=after(1), met=after(0, 50)),
            target("update_every", state="met", promise="1h", clock="always", due=after(2), met=after(0, 55)),
            target("update_every", state="breached", due=after(2), ended=after(2)),
            target("update_every", state="breached", due=after(3), ended=after(3), met=after(3, 1, 30)),
            target("update_every", due=after(6), left=dt.timedelta(minutes=30), clock="always", usually="20m"),
            target("resolve", state="paused", left=dt.timedelta(hours=11, minutes=5)),
            target("resolve", state="waiting", started=None, promise="2bd"),
            target("resolve", state="cancelled", due=after(90), ended=after(5)),
            target("resolve", beyond_horizon=True, promise="900bd"),
            target("next_response", promise="", usually="3bd"),
        )
    ),
    "clocks_change_in_between": PLAIN._replace(
        targets=(target("resolve", due=dt.datetime(2026, 10, 26, 9, tzinfo=dt.UTC), left=dt.timedelta(days=2)),)
    ),
    "timelines": PLAIN._replace(
        timelines=(
            TimelineAnswer(
                "nobody answers",
                "escalation",
                "running",
                OPENED,
                steps=(
                    StepAnswer(
                        "planned", after(2), "after 2h", tell=(BOSS_AWAY,), via=("phone", "chat"), note="Hurry."
                    ),
                    StepAnswer("done", after(1), "after 1h", tell=(Told("front", True), Told("agent", None))),
                    StepAnswer("skipped", None, "75% of resolve", because="resolve is not promised"),
                    StepAnswer("done", after(0, 0), "after 0m", do=("print-label",), assign="night", tag=("a", "b")),
                    StepAnswer("planned", after(200), "after 200h", say=("updates",), status="on-hold"),
                ),
                place="policy.yaml:44",
            ),
            TimelineAnswer(
                "updates",
                "emergency",
                "stopped",
                OPENED,
                after(0, 59),
                "solved",
                tuple(
                    StepAnswer("done" if number < 4 else "dropped", after(0, 15 * number), "every 15m", number)
                    for number in range(1, 7)
                ),
            ),
            TimelineAnswer(
                "ahead",
                "emergency",
                "running",
                OPENED,
                steps=tuple(
                    StepAnswer("planned", after(1, 15 * number), "every 15m", number, say=("updates",))
                    for number in range(1, 4)
                ),
            ),
            TimelineAnswer("later", "lifecycle", "waiting"),
        )
    ),
    "money_and_identity": PLAIN._replace(
        identity=DecisionAnswer(
            "approve",
            "keys",
            "policy.yaml:60",
            wait="3d",
            wait_until=after(72),
            approver=("second-person",),
            verify=Verify(points={"code": 2, "invoice": 1}, at_least=3, attempts=2, never_reveal=("Which was wrong.",)),
        ),
        requests=DecisionAnswer("none"),
        refunds=DecisionAnswer(
            "approve",
            "defect",
            "policy.yaml:51",
            Money(Decimal("20.00"), "EUR"),
            ("original-payment", "store-credit"),
            "3bd",
            after(72),
            proof=("photo",),
            do=("print-label",),
            why="The law says so.",
        ),
    ),
    "undecided_and_denied": PLAIN._replace(
        requests=DecisionAnswer(
            "deny", "else", "policy.yaml:52", say=("refused",), customer_reason="It is too late.", why="They are lying."
        ),
        refunds=DecisionAnswer(
            "undecided", ask=(Question("reason", "What is wrong with it?"), Question("order.total"))
        ),
        identity=DecisionAnswer("approve", "nothing at stake", verify=Verify()),
    ),
    "words": PLAIN._replace(
        stages={**STAGES, "emergency": False, "claimed": True, "reply_language": "ja", "language_level": "none"},
        do=("print-label",),
        tags=("late", "parcel"),
        messages=(
            Message("hello", "ja", "こんにちは、" * 20, "channel"),
            Message("refused", "en", "We are sorry.\n\nReally.", "refunds", missing=("requester.name",)),
            Message("updates", None, "", "timeline updates", after(2)),
        ),
        guidance={
            "voice": {
                "formality": "neutral",
                "avoid": [{"words": ["a", "b"], "prefer": "Say what we can do."}],
                "tones": [{"rule": "voice.tones 1", "when": "plan is paid", "tone": "Calm."}],
                "guidelines": ["One thank-you is warm, three are not."],
            },
            "quality": {"goals": [{"measure": "csat", "at_least": "90%", "within": {"minutes": 90}}]},
            "lifecycle": {"reopen": {"within": {"days": 14}, "otherwise": "follow-up"}, "one_issue_per_ticket": True},
            "languages": ["en", "ja"],
            "empty": {},
        },
    ),
    "reasons": PLAIN._replace(
        reasons=(
            Reason("tier", "paying", "policy.yaml:11", "Money talks.", ("plan is paid",)),
            Reason(
                "routing",
                "everything",
                "policy.yaml:35",
                before=tuple(
                    Failed(f"rule {number}", f"fact {number} is x", f"policy.yaml:{number}") for number in range(9)
                ),
            ),
            Reason(
                "adjust.lower", None, before=(Failed("cap", "plan is free", "policy.yaml:3"), Failed("own", "", ""))
            ),
            Reason("sla", "everybody", "policy.yaml:37"),
        )
    ),
    "hostile": PLAIN._replace(
        ticket="\x1b[2Jx\u202e",
        stages={**STAGES, "queue": "a\nb"},
        messages=(Message("hello", "en", "Pay \x1b[31mnow\u202e\nor else", "channel"),),
        reasons=(Reason("tier", "x\ny", "policy.yaml:1", holds=("a\x07",)),),
    ),
}
