"""SP530 to SP537: what is promised or planned for hours in which nobody is there."""

from __future__ import annotations

from supportpolicy.diagnostics import Kind

NOBODY = Kind(
    "SP530",
    "promise-without-people",
    "warning",
    "At some hours a promise is due before anybody is there to keep it.",
    "The clock runs while everybody sleeps. Each such ticket is a broken promise on the day it is written, however good the "
    "team is.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
horizon: 2026-01-01..2027-12-31
coverage: {office: {open: {mon-fri: 09:00-17:00}}}
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
sla: [{name: all, targets: {first_response: 4h, clock: always}}]
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
horizon: 2026-01-01..2027-12-31
coverage: {office: {open: {mon-fri: 09:00-17:00}}}
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
sla: [{name: all, targets: {first_response: 4h, clock: office}}]
""",
)
CLOSED_DAY = Kind(
    "SP531",
    "promise-on-a-day-off",
    "warning",
    "A promise that is kept in every usual week has nobody to keep it on a holiday or a day with other hours.",
    "Holidays are taken from the hours, not from the promise. The customer is not told, and nobody is there to notice.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
horizon: 2026-01-01..2027-12-31
coverage: {day-and-night: {open: {mon-sun: 00:00-24:00}, exceptions: [{dates: 2026-12-25, open: closed}]}}
teams: [{name: front, coverage: day-and-night}]
routing: [{name: all, team: front}]
sla: [{name: all, targets: {first_response: 4h, clock: always}}]
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
horizon: 2026-01-01..2027-12-31
coverage: {day-and-night: {open: {mon-sun: 00:00-24:00}, exceptions: [{dates: 2026-12-25, open: closed}]}}
teams: [{name: front, coverage: day-and-night}]
routing: [{name: all, team: front}]
sla: [{name: all, targets: {first_response: 4h, clock: team}}]
""",
)
CLOSED_TEAM = Kind(
    "SP532",
    "routed-to-closed-team",
    "warning",
    "At some hours a ticket is routed to a team that is not there before the promise is due, while another team is.",
    "The ticket waits behind a closed door, and next door somebody could have answered in time.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
horizon: 2026-01-01..2027-12-31
coverage: {office: {open: {mon-fri: 09:00-17:00}}}
teams: [{name: front, coverage: office}, {name: night-desk, coverage: always}]
routing:
  - {name: alarms, when: {request: alarm}, team: night-desk}
  - {name: the rest, team: front}
sla: [{name: all, targets: {first_response: 4h, clock: always}}]
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
horizon: 2026-01-01..2027-12-31
coverage: {office: {open: {mon-fri: 09:00-17:00}}}
teams: [{name: front, coverage: office}, {name: night-desk, coverage: always}]
routing:
  - {name: by day, when: {opened: {during: office}}, team: front}
  - {name: by night, team: night-desk}
sla: [{name: all, targets: {first_response: 4h, clock: always}}]
""",
)
STEP = Kind(
    "SP533",
    "step-reaches-nobody",
    "warning",
    "At some hours a step tells only people who are not there.",
    "The ladder looks complete on paper. At that hour the message lies unread, and the next step may come too late.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
horizon: 2026-01-01..2027-12-31
coverage: {office: {open: {mon-fri: 09:00-17:00}}}
roles: {lead: {coverage: office, contact: phone}}
escalation: [{name: late, stops_on: solved, clock: always, steps: [{after: 30m, tell: lead}]}]
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
horizon: 2026-01-01..2027-12-31
coverage: {office: {open: {mon-fri: 09:00-17:00}}}
roles: {lead: {coverage: office, contact: phone}}
escalation: [{name: late, stops_on: solved, clock: office, steps: [{after: 30m, tell: lead}]}]
""",
)
CALL = Kind(
    "SP534",
    "emergency-call-unheard",
    "warning",
    "At some hours an emergency calls only people who are not there.",
    "Emergencies keep no office hours. Whoever is called at night must be somebody who is there at night.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
horizon: 2026-01-01..2027-12-31
coverage: {office: {open: {mon-fri: 09:00-17:00}}}
roles: {lead: {coverage: office, contact: phone}}
emergency: {when: {request: alarm}, steps: [{after: 0m, tell: lead, via: phone}]}
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
horizon: 2026-01-01..2027-12-31
roles: {lead: {coverage: always, contact: phone}}
emergency: {when: {request: alarm}, steps: [{after: 0m, tell: lead, via: phone}]}
""",
)
UPDATE = Kind(
    "SP535",
    "update-without-cover",
    "warning",
    "The next word to a waiting customer falls due while the team is not there.",
    "An update is promised for the middle of the night, and those who could write it went home. Silence is what customers "
    "remember.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
horizon: 2026-01-01..2027-12-31
coverage: {office: {open: {mon-fri: 09:00-17:00}}}
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
sla: [{name: all, targets: {update_every: 2h, clock: always}}]
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
horizon: 2026-01-01..2027-12-31
coverage: {office: {open: {mon-fri: 09:00-17:00}}}
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
sla: [{name: all, targets: {update_every: 2h, clock: team}}]
""",
)
HANDOVER = Kind(
    "SP536",
    "handover-to-nobody",
    "warning",
    "A team goes home before those are there to whom it hands over.",
    "Most broken promises are broken between two shifts. On such a day the tickets lie with neither.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
horizon: 2026-01-01..2027-12-31
coverage:
  east: {open: {mon-fri: 06:00-14:00}}
  west: {open: {mon-fri: 14:00-22:00}, exceptions: [{dates: 2026-11-26, open: closed}]}
teams: [{name: east, coverage: east}, {name: west, coverage: west}]
communication: {handovers: [{name: afternoon, from: east, to: west, how: chat}]}
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
horizon: 2026-01-01..2027-12-31
coverage:
  east: {open: {mon-fri: 06:00-14:00}}
  west: {open: {mon-fri: 14:00-22:00}}
teams: [{name: east, coverage: east}, {name: west, coverage: west}]
communication: {handovers: [{name: afternoon, from: east, to: west, how: chat}]}
""",
)
HOLE = Kind(
    "SP537",
    "hole-in-joined-hours",
    "warning",
    "Joined hours that usually run on from one region to the next have a hole in some weeks.",
    "Clocks are not changed everywhere on the same day. For some weeks of the year the sun sets before the next office "
    "opens, and nobody has written it down.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
horizon: 2026-01-01..2027-12-31
coverage:
  dublin: {timezone: Europe/Dublin, open: {mon-fri: 09:00-17:00}}
  boston: {timezone: America/New_York, open: {mon-fri: 20:00-04:00}}
  both: {union: [dublin, boston]}
teams: [{name: front, coverage: both}]
routing: [{name: all, team: front}]
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
horizon: 2026-01-01..2027-12-31
coverage:
  dublin: {timezone: Europe/Dublin, open: {mon-fri: 09:00-17:00}}
  boston: {timezone: America/New_York, open: {mon-fri: 20:00-05:00}}
  both: {union: [dublin, boston]}
teams: [{name: front, coverage: both}]
routing: [{name: all, team: front}]
""",
)

PROMISE_KINDS: tuple[Kind, ...] = (NOBODY, CLOSED_DAY, CLOSED_TEAM, STEP, CALL, UPDATE, HANDOVER, HOLE)
