"""SP910 to SP919: what tools cannot say of hours and days."""

from __future__ import annotations

from supportpolicy.diagnostics import Kind
from supportpolicy.targets.kind_examples import PLAIN, SMALL_DEMO, Example, office, policy

SHORT_DAY = Kind(
    "SP910",
    "short-day",
    "error",
    "The tool knows days that are closed and usual days, but no day with other hours.",
    "On that day the tool counts hours in which nobody is there, or does not count hours in which somebody is.",
    office("{open: {mon-fri: 09:00-17:00}, exceptions: [{dates: 2026-12-24, open: 09:00-13:00}]}"),
    office("{open: {mon-fri: 09:00-17:00}, exceptions: [{dates: 2026-12-24, open: closed}]}"),
)
NO_HOLIDAYS = Kind(
    "SP911",
    "holidays-left-out",
    "error",
    "The tool has the same hours in every week: it knows no holidays.",
    "The clock runs while the office is closed, and promises are counted as broken on the first morning after a holiday.",
    office(
        "{open: {mon-fri: 09:00-17:00}, exceptions: [{dates: 2026-12-25, open: closed}]}",
        target=SMALL_DEMO,
    ),
    office("{open: {mon-fri: 09:00-17:00}}", target=SMALL_DEMO),
)
FAR_HOLIDAY = Kind(
    "SP912",
    "holiday-out-of-reach",
    "warning",
    "The tool takes holidays of a certain time only, and this one comes later.",
    "It is missing until the policy is exported again. Whoever exports once a year never notices.",
    policy(
        Example(
            hours="  office: {open: {mon-fri: 09:00-17:00}, exceptions: [{dates: 2029-12-25, open: closed}]}\n",
            last_year=2029,
        )
    ),
    office("{open: {mon-fri: 09:00-17:00}, exceptions: [{dates: 2026-12-25, open: closed}]}"),
)
GRID = Kind(
    "SP913",
    "hours-rounded",
    "error",
    "The tool takes hours in larger steps than the policy has them.",
    "The clock starts earlier or stops later than the office does.",
    office("{open: {mon-fri: 09:00-17:20}}"),
    office("{open: {mon-fri: 09:00-17:30}}"),
)
SHORT_SPAN = Kind(
    "SP914",
    "span-too-short",
    "error",
    "The tool does not take so short an opening.",
    "The clock runs longer on that day than the office is open.",
    office("{open: {mon-fri: 09:00-17:00, sat: 10:00-10:30}}"),
    office("{open: {mon-fri: 09:00-17:00, sat: 10:00-11:00}}"),
)
ONE_SPAN = Kind(
    "SP915",
    "one-span-a-day",
    "error",
    "The tool opens once a day and closes once a day, and the policy has a break.",
    "The clock runs through the break, so tickets are due earlier by as much.",
    office("{open: {mon-fri: [09:00-12:00, 13:00-17:00]}}"),
    office("{open: {mon-fri: 09:00-17:00}}"),
)
OVERNIGHT = Kind(
    "SP916",
    "overnight-split",
    "error",
    "The tool has to close before midnight, and the policy's hours go on until midnight or through it.",
    "The minutes before midnight are not counted, so what runs through the night is due a little later.",
    office("{open: {mon-fri: 16:00-24:00}}"),
    office("{open: {mon-fri: 16:00-23:30}}"),
)
ONE_ZONE = Kind(
    "SP917",
    "hours-in-one-zone",
    "error",
    "The tool has a week of hours in one time zone, and the policy's hours are put together from several.",
    "Clocks are not changed on the same days everywhere. For some weeks of the year the tool is open for an hour in which "
    "nobody is there.",
    office(
        "{union: [dublin, york], timezone: Europe/Dublin}\n"
        "  dublin: {open: {mon-fri: 09:00-17:00}}\n"
        "  york: {timezone: America/New_York, open: {mon-fri: 09:00-17:00}}"
    ),
    office("{open: {mon-fri: 09:00-22:00}}"),
)
ZONE = Kind(
    "SP918",
    "zone-unknown",
    "error",
    "The tool does not know this time zone.",
    "Hours are those of another zone. Where its clocks differ, everything opens and closes at the wrong hour.",
    office("{timezone: Antarctica/Troll, open: {mon-fri: 09:00-17:00}}"),
    PLAIN,
)
CHOSEN = Kind(
    "SP919",
    "hours-chosen-by-customer",
    "error",
    "The tool has the same hours for all tickets of a promise, and the policy chooses them by a fact of the ticket.",
    "Tickets are due by hours that are not those of their customer.",
    office(
        "{choose_by: customer.region, americas: late, otherwise: early}\n"
        "  early: {open: {mon-fri: 09:00-17:00}}\n"
        "  late: {open: {mon-fri: 14:00-22:00}}"
    ),
    PLAIN,
)

HOURS_KINDS: tuple[Kind, ...] = (
    SHORT_DAY,
    NO_HOLIDAYS,
    FAR_HOLIDAY,
    GRID,
    SHORT_SPAN,
    ONE_SPAN,
    OVERNIGHT,
    ONE_ZONE,
    ZONE,
    CHOSEN,
)
