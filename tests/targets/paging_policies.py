"""Policies with ladders and emergencies of all sorts, for targets that call people."""

ODD = r"""
supportpolicy: 1
name: odd
timezone: Europe/Berlin
currency: EUR
horizon: 2026-01-01..2027-12-31
fields:
  plan: {type: choice, values: [free, 'a "quoted" \ plan', "with, comma", "a.b|c*", "名前"]}
  plan.kind: {type: choice, values: [x, y]}
  plan_kind: {type: boolean}
  amount: {type: money}
  size: {type: number}
  ticket: {type: choice, values: [one, two]}
  step: {type: text}
  "優先度": {type: choice, values: [高, 低]}
  due_back: {type: time}
  region: {type: choice, values: [north, south]}
events:
  came-back: {at: due_back}
roles:
  lead: {coverage: office, contact: [phone, page, chat]}
  boss: {coverage: both, contact: [phone, page, chat]}
  night: {coverage: night, contact: [phone, page, chat]}
  far: {coverage: stretch, contact: [phone, page, chat]}
  anywhere: {coverage: chosen, contact: [phone, page, chat]}
  always-there: {coverage: always, contact: [phone, page, chat]}
severities:
  levels: [high, low]
  rules:
    - {level: high, when: {plan: free}}
    - {level: low}
  at_most: [{level: low, when: {region: north}}]
coverage:
  office:
    open: {mon-thu: [09:00-12:30, 13:00-17:00], fri: 09:00-15:00}
    exceptions:
      - {dates: 2026-03-30, open: 10:00-11:00}
      - {dates: 2026-12-24..2026-12-31, open: closed}
      - {dates: 2027-03-31, open: 08:00-10:00}
      - {dates: 2027-10-30, open: 08:00-24:00}
      - {dates: 2027-12-31, open: closed}
  night: {open: {mon-sun: 22:00-06:00}, exceptions: [{dates: 2026-03-29, open: 00:00-24:00}]}
  sydney: {timezone: Australia/Sydney, open: {mon-fri: 09:00-17:00}, exceptions: [{dates: 2026-10-05, open: closed}]}
  both: {union: [office, sydney], timezone: Europe/Berlin}
  stretch: {open: sun 14:00 America/Los_Angeles - fri 17:00 Europe/London, timezone: Europe/London}
  chosen: {choose_by: region, north: office, otherwise: night}
teams:
  - {name: one, coverage: office, lead: lead, contact: chat}
  - {name: two, coverage: night, lead: lead, contact: chat}
  - {name: three, coverage: always, contact: chat}
routing:
  - {name: first, when: {plan: free}, team: one}
  - {name: second, when: {size: {above: 5}}, team: two}
  - {name: third, when: {region: south}, team: three}
emergency:
  when: {any_of: [{plan: ['a "quoted" \ plan', "with, comma"]}, {severity: high, size: {at_least: 10}}, {plan: {not: [free, "a.b|c*"]}, plan_kind: true}]}
  except: {any_of: [{plan.kind: x, region: north}, {amount: {above: 99.5 EUR}}]}
  severity: high
  clock: always
  steps:
    - {after: 0m, tell: [boss, team-lead], via: [phone, page]}
    - {after: 1m, unless: came-back, tell: lead, via: phone}
    - {after: 10m, unless: [acknowledged, agent_reply], tell: team, via: chat}
    - {every: 90m, tell: boss, via: phone}
escalation:
  - name: "nobody | answers"
    when: {severity: high, "優先度": {not: 低}, opened: {outside: office}}
    starts_on: opened
    stops_on: [first_response, solved]
    steps:
      - {after: 5m, tell: night, via: page}
      - {after: 6m, tell: anywhere}
      - {after: 1d, tell: [night, always-there], via: page}
  - name: same condition
    when: {severity: high, "優先度": {not: 低}, opened: {outside: office}}
    starts_on: opened
    stops_on: [first_response, solved]
    steps:
      - {after: 5m, tell: night, via: page}
      - {after: 7m, tell: agent, via: chat}
  - name: coming back
    when: {any_of: [{ticket: one}, {step: {present: false}, plan: free}, {step: {mentions: "help me"}}]}
    starts_on: came-back
    stops_on: solved
    steps: [{after: 30m, tell: far, via: phone}]
  - name: new ones
    when: {any_of: [{plan: {present: true}}, {emergency: true}]}
    starts_on: "entered:new"
    steps: [{every: 2d, tell: lead, via: chat}, {after: 45m, unless: came-back, tell: team-lead}]
sla:
  - {name: all, targets: none}
"""
