"""Style, voice, money, identity, hand-over and promises in plain words for AI agents, within the length an item may have."""

from supportpolicy.targets.agent_guidance.dialect import CAPABILITIES, LONGEST, VENDOR
from supportpolicy.targets.agent_guidance.gaps import KINDS, lower
from supportpolicy.targets.agent_guidance.render import render
from supportpolicy.targets.interface import Target

TARGET = Target(
    "agent-guidance",
    "Guidance for AI agents",
    "How an AI agent speaks, what it may decide, what it asks first and when it hands over.",
    CAPABILITIES,
    lower,
    render,
    option_names=(VENDOR, LONGEST),
    kinds=KINDS,
)
