"""A policy with a fact of each type, and tickets as they come from outside."""

from __future__ import annotations

from functools import cache
from typing import Any

from supportpolicy.compiled import Compiled
from supportpolicy.engine.intake import OWN_FORM, BadTicket, FieldMapping, Intake, read_mapping
from supportpolicy.engine.values import Ticket
from supportpolicy.source import read_bytes_as_policy
from tests.compiler.building import compiled

POLICY = """\
fields:
  plan: {type: choice, values: [free, team, enterprise-plus], default: free, from: Plan}
  size: {type: choice, values: ["1", "2"]}
  vip: {type: boolean}
  seats: {type: number}
  note: {type: text}
  order.total: {type: money}
  order.shipping: {type: money}
  came: {type: time}
  waited: {type: duration}
  account.flagged: {type: boolean, sensitive: true}
facts:
  paid: {sum_of: [order.total, order.shipping]}
events:
  parcel-came: {at: came}
tiers:
  - {name: paying, when: {plan: [team, enterprise-plus], customer.country: [IE, GB]}}
  - {name: rest}
languages:
  en: {level: full}
  pt-BR: {level: full}
  zh-Hant: {level: full}
  otherwise: {reply_in: en}
channels: {email: {}, web-form: {}}
statuses: {with-engineering: {waiting_on: us}}
teams: [{name: front}, {name: back office}]
"""


@cache
def policy() -> Compiled:
    return compiled(POLICY)


@cache
def own_intake() -> Intake:
    return Intake(policy())


def mapping_of(text: str) -> FieldMapping:
    """The mapping of a YAML text in which nothing is wrong."""
    node = read_bytes_as_policy(text.encode(), "fields.yaml").files[0].root
    assert node is not None
    read = read_mapping(node, policy())
    assert read.findings == ()
    return read.mapping


def ticket_of(raw: Any, mapping: FieldMapping = OWN_FORM) -> Ticket:
    return (own_intake() if mapping is OWN_FORM else Intake(policy(), mapping)).ticket(raw)


def problems_of(raw: Any, mapping: FieldMapping = OWN_FORM, where: str = "") -> list[str]:
    """What is wrong with a ticket, a line each; nothing where it is taken."""
    try:
        Intake(policy(), mapping).ticket(raw, where)
    except BadTicket as bad:
        return [str(problem) for problem in bad.problems]
    return []
