"""SP0xx: what can be wrong with a file before anybody asks what it says."""

from supportpolicy.diagnostics import Kind

_GOOD = "supportpolicy: 1\nname: acme\n"

UNREADABLE = Kind(
    "SP001",
    "unreadable-file",
    "error",
    "A file or folder of the policy cannot be read.",
    "What cannot be read cannot be checked, so nothing is promised about the policy as a whole.",
    "=== policy.yaml\nsupportpolicy: 1\n=== broken.yaml -> missing-target.yaml\n",
    _GOOD,
)
NOT_TEXT = Kind(
    "SP002",
    "not-utf8-text",
    "error",
    "The file is not plain UTF-8 text, or has control characters in it.",
    "Text in another encoding would show customers broken characters; a control character is invisible in review.",
    'supportpolicy: 1\nname: "ac\x07me"\n',
    _GOOD,
)
EMPTY = Kind(
    "SP003",
    "empty-policy",
    "error",
    "There is nothing in the file, or no policy file in the folder.",
    "An empty policy says nothing, and a check of nothing would pass for the wrong reason.",
    "# only a comment\n",
    _GOOD,
)
TOO_LARGE = Kind(
    "SP004",
    "too-large",
    "error",
    "The file is larger, deeper or holds more values than the tool reads.",
    "A file that grows when it is read (aliases of aliases) can stop a machine; no policy written by people is near.",
    "supportpolicy: 1\nname: acme\nteams: " + "[" * 50 + "]" * 50 + "\n",
    _GOOD,
)
LINK_OUT = Kind(
    "SP005",
    "link-leads-out",
    "error",
    "A link in the policy folder leads to a place outside it.",
    "What is outside the folder is not reviewed with it, and is not there on another machine.",
    "=== policy.yaml\nsupportpolicy: 1\n=== out.yaml -> ../../../../../../../etc/hostname\n",
    _GOOD,
)
SYNTAX = Kind(
    "SP010",
    "yaml-syntax",
    "error",
    "The text is not YAML.",
    "Nothing in the file can be read until this is mended.",
    "supportpolicy: 1\nname: [acme\n",
    _GOOD,
)
TAB = Kind(
    "SP011",
    "tab",
    "error",
    "A tab stands where YAML wants spaces.",
    "A tab is as wide as each editor likes, so YAML does not let it mean anything.",
    "supportpolicy: 1\nfields:\n\tplan: {type: text}\n",
    "supportpolicy: 1\nname: acme\nfields:\n  plan: {type: text}\n"
    "tiers:\n  - {name: all, when: {plan: paid}}\n  - {name: rest}\n",
)
DUPLICATE_KEY = Kind(
    "SP012",
    "duplicate-key",
    "error",
    "One mapping has the same key twice.",
    "YAML readers silently keep one of the two; which one is anybody's guess.",
    "supportpolicy: 1\nname: acme\nname: fernway\n",
    _GOOD,
)
KEY_NOT_TEXT = Kind(
    "SP013",
    "key-not-a-word",
    "error",
    "A key is a list or a mapping instead of a word.",
    "Keys are names; a placeholder in braces, for example, is read as a mapping unless it is quoted.",
    "supportpolicy: 1\nmessages:\n  {hello}: {en: Hi}\n",
    _GOOD,
)
TAG = Kind(
    "SP014",
    "yaml-tag",
    "error",
    "A YAML tag (`!something`) is used.",
    "Tags let a file run code or change types in some readers; a policy needs neither.",
    "supportpolicy: 1\nname: !!str acme\n",
    _GOOD,
)
SEVERAL_DOCUMENTS = Kind(
    "SP015",
    "several-documents",
    "error",
    "The file holds more than one YAML document (`---` between them).",
    "Only one of them would be used. Write two files instead: a policy is every file in its folder.",
    "supportpolicy: 1\n---\nname: acme\n",
    _GOOD,
)
ALIAS = Kind(
    "SP016",
    "alias",
    "error",
    "An alias (`*name`) has no anchor (`&name`) before it, or stands inside its own anchor.",
    "There is nothing it could mean.",
    "supportpolicy: 1\nname: *acme\n",
    _GOOD,
)
BAD_SUPPRESSION = Kind(
    "SP020",
    "unclear-suppression",
    "error",
    "A comment that switches off a finding lacks its code, its reason or a date that exists.",
    "A finding switched off without a reason is never switched on again.",
    "supportpolicy: 1  # supportpolicy: ignore[SP201]\nname: acme\n",
    _GOOD,
)
UNUSED_SUPPRESSION = Kind(
    "SP021",
    "unused-suppression",
    "warning",
    "A comment switches off a finding that is not there.",
    "Left in place, it would hide the next mistake on that line.",
    "supportpolicy: 1\nname: acme # supportpolicy: ignore[SP201] the team comes next week\n",
    _GOOD,
)
EXPIRED_SUPPRESSION = Kind(
    "SP022",
    "expired-suppression",
    "warning",
    "A comment switched off a finding until a day that has passed.",
    "Somebody meant to come back to it by then.",
    "supportpolicy: 1\nname: acme\nroles:\n"
    "  lead: {contact: chat} # supportpolicy: ignore[SP209] until 2020-01-31: the ladder is written next week\n",
    _GOOD,
)

KINDS: tuple[Kind, ...] = (
    UNREADABLE,
    NOT_TEXT,
    EMPTY,
    TOO_LARGE,
    LINK_OUT,
    SYNTAX,
    TAB,
    DUPLICATE_KEY,
    KEY_NOT_TEXT,
    TAG,
    SEVERAL_DOCUMENTS,
    ALIAS,
    BAD_SUPPRESSION,
    UNUSED_SUPPRESSION,
    EXPIRED_SUPPRESSION,
)
