"""SP1xx: what can be wrong with the shape of a policy, whatever it refers to."""

from supportpolicy.diagnostics import Kind

_HEAD = "supportpolicy: 1\nname: acme\n"

UNKNOWN_KEY = Kind(
    "SP101",
    "unknown-key",
    "error",
    "A key that the language does not know.",
    "A misspelt key would be ignored, and the rule would mean something else than it says.",
    _HEAD + "teams:\n  - {name: frontline, lead: anna, coverge: always}\n",
    _HEAD + "teams:\n  - {name: frontline, coverage: always}\nrouting:\n  - {name: all, team: frontline}\n",
)
MISSING_KEY = Kind(
    "SP102",
    "missing-key",
    "error",
    "Something is not said that must be said here.",
    "The rule cannot be carried out without it, and a guess would be somebody else's policy.",
    _HEAD + "teams:\n  - {coverage: always}\n",
    _HEAD + "teams:\n  - {name: frontline, coverage: always}\nrouting:\n  - {name: all, team: frontline}\n",
)
MALFORMED = Kind(
    "SP103",
    "malformed-value",
    "error",
    "The characters of a value do not say what belongs there: a time, a span of hours, a sum of money, a date.",
    "Tools that guess what `9-17` or `4 hours` means do not all guess the same.",
    _HEAD + "timezone: Europe/Dublin\ncoverage:\n  office: {open: {mon-fri: 9-17}}\n",
    _HEAD
    + "timezone: Europe/Dublin\ncoverage:\n  office: {open: {mon-fri: 09:00-17:00}}\n"
    + "teams: [{name: frontline, coverage: office}]\nrouting: [{name: all, team: frontline}]\n",
)
WRONG_KIND = Kind(
    "SP104",
    "wrong-kind-of-value",
    "error",
    "A list stands where one value belongs, a word where a number does, or nothing at all.",
    "What was meant cannot be told from it.",
    _HEAD + "teams: frontline\n",
    _HEAD + "teams: [{name: frontline, coverage: always}]\nrouting: [{name: all, team: frontline}]\n",
)
NOT_ONE_OF = Kind(
    "SP105",
    "not-one-of",
    "error",
    "A word that is not among the few that can stand here.",
    "Each of these words has a fixed meaning; another one has none.",
    _HEAD + "voice: {formality: chummy}\n",
    _HEAD + "voice: {formality: casual}\n",
)
OUT_OF_RANGE = Kind(
    "SP106",
    "out-of-range",
    "error",
    "A number, list or text is smaller, larger, shorter or longer than makes sense here.",
    "It would have no effect, or an absurd one.",
    _HEAD + "quality: {scorecard: [{name: solves the cause, weight: -3}]}\n",
    _HEAD + "quality: {scorecard: [{name: solves the cause, weight: 3}]}\n",
)
NAME_TWICE = Kind(
    "SP107",
    "name-given-twice",
    "error",
    "Two things of one section have the same name.",
    "A reference to the name could mean either of them.",
    _HEAD + "teams:\n  - {name: frontline, coverage: always}\n  - {name: frontline, coverage: always}\n",
    _HEAD + "teams: [{name: frontline, coverage: always}]\nrouting: [{name: all, team: frontline}]\n",
)
NO_ORDER = Kind(
    "SP108",
    "section-without-order",
    "error",
    "A section whose order matters is spread over files, and nothing says which file comes first.",
    "The first rule that matches wins, so the order of files would silently decide.",
    _HEAD
    + "teams: [{name: one, coverage: always}]\nrouting: [{name: all, team: one}]\n"
    + "=== more.yaml\nrouting: [{name: others, team: one}]\n",
    _HEAD
    + "order: {routing: [urgent.yaml, policy.yaml]}\nfields: {hot: {type: boolean}}\n"
    + "teams: [{name: one, coverage: always}]\nrouting: [{name: all, team: one}]\n"
    + "=== urgent.yaml\nrouting: [{name: hot, when: {hot: true}, team: one}]\n",
)
NOT_IN_ORDER = Kind(
    "SP109",
    "file-not-in-order",
    "error",
    "A file has rules of an ordered section, but the order in the header leaves the file out, or names one that is not there.",
    "Rules outside the order would never be asked, or be asked at a moment nobody chose.",
    _HEAD
    + "order: {routing: [policy.yaml]}\nteams: [{name: one, coverage: always}]\nrouting: [{name: all, team: one}]\n"
    + "=== more.yaml\nrouting: [{name: others, team: one}]\n",
    _HEAD
    + "order: {routing: [urgent.yaml, policy.yaml]}\nfields: {hot: {type: boolean}}\n"
    + "teams: [{name: one, coverage: always}]\nrouting: [{name: all, team: one}]\n"
    + "=== urgent.yaml\nrouting: [{name: hot, when: {hot: true}, team: one}]\n",
)
GIVEN_TWICE = Kind(
    "SP110",
    "given-twice",
    "error",
    "Two files of the policy say the same part, such as its name or its time zone.",
    "Only one of the two could be right.",
    _HEAD + "=== more.yaml\nname: other\n",
    _HEAD + "=== more.yaml\nvoice: {formality: casual}\n",
)
NEWER_LANGUAGE = Kind(
    "SP111",
    "unknown-language-version",
    "error",
    "The policy is written in a version of the language that this tool does not know.",
    "An older tool would misread it without saying so.",
    "supportpolicy: 2\nname: acme\n",
    _HEAD,
)

KINDS: tuple[Kind, ...] = (
    UNKNOWN_KEY,
    MISSING_KEY,
    MALFORMED,
    WRONG_KIND,
    NOT_ONE_OF,
    OUT_OF_RANGE,
    NAME_TWICE,
    NO_ORDER,
    NOT_IN_ORDER,
    GIVEN_TWICE,
    NEWER_LANGUAGE,
)
