"""`supportpolicy completion`."""

from __future__ import annotations

import click

from supportpolicy.cli.write import say

_SHELLS = {
    "bash": 'eval "$(supportpolicy completion bash)"        # into ~/.bashrc',
    "zsh": 'eval "$(supportpolicy completion zsh)"         # into ~/.zshrc, below compinit',
    "fish": "supportpolicy completion fish | source          # into ~/.config/fish/config.fish",
}
"""Shell -> the line that switches completion on."""


@click.command(
    name="completion",
    help="Print what makes a shell complete this command: names of commands, options, codes and files.\n\n\b\n"
    + "\n".join(_SHELLS.values()),
)
@click.argument("shell", type=click.Choice(list(_SHELLS)), metavar="bash|zsh|fish")
def command(shell: str) -> int:
    """Print the script of a shell."""
    from click.shell_completion import get_completion_class

    from supportpolicy.cli import COMPLETE_VARIABLE, cli

    kind = get_completion_class(shell)
    assert kind is not None, "click knows the three shells"
    script = kind(cli, {}, "supportpolicy", COMPLETE_VARIABLE)
    # Not script.source(): for bash that starts another bash to ask for its version.
    say(script.source_template % script.source_vars())
    return 0
