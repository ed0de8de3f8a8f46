"""The command line: one lazy module for each command, so that `--help` loads none of them."""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from supportpolicy import __version__

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS: dict[str, tuple[str, str]] = {
    "check": ("supportpolicy.cli.check", "Check a policy and say what it promises."),
    "fmt": ("supportpolicy.cli.fmt", "Bring policy files into their usual form."),
    "test": ("supportpolicy.cli.test", "Run the tests of a policy: tickets and what they must be answered."),
    "prove": ("supportpolicy.cli.prove", "Prove what rules can never do and what no promise can keep."),
    "diff": ("supportpolicy.cli.diff", "Say what is treated differently under two policies."),
    "compile": ("supportpolicy.cli.compile", "Compile a policy into one JSON document, or tables."),
    "build": ("supportpolicy.cli.build", "Check, test and compile: everything, into one folder."),
    "export": ("supportpolicy.cli.export", "Write a policy as the files of a helpdesk or another tool."),
    "targets": ("supportpolicy.cli.targets", "Say which tools there are, and what each takes of a policy."),
    "decide": ("supportpolicy.cli.decide", "Say what a policy answers to tickets, by when, and why."),
    "lock": ("supportpolicy.cli.lock", "Write the dates of public holidays to holidays.lock.yaml."),
    "explain": ("supportpolicy.cli.explain", "Explain the code of a finding: what, why, how to mend it."),
    "schema": ("supportpolicy.cli.schema", "Print the JSON Schema of policies, for editors."),
    "init": ("supportpolicy.cli.init", "Begin a policy, with tests, CI and a commit hook."),
    "completion": ("supportpolicy.cli.completion", "Print what makes a shell complete this command."),
    "clock": ("supportpolicy.cli.clock", "Run files of known business-time cases."),
}
"""Command -> module and one line of help."""

COMPLETE_VARIABLE = "_SUPPORTPOLICY_COMPLETE"
"""Set by the script of `completion` when it asks what may follow."""

_EXAMPLES = """\
Customer-support policy as code.

\b
  supportpolicy init                      begin a policy in this folder
  supportpolicy check                     check the policy in ./policies
  supportpolicy check --fix               mend what can be mended beyond doubt
  supportpolicy test                      run the tests in ./policies/tests
  supportpolicy build --out out           check, test, compile, write all tables
  supportpolicy decide ticket.json        what the policy says about a ticket, and why
  supportpolicy export zendesk -o out     the files of a helpdesk, and what it cannot say
  supportpolicy explain SP201             what a code means and what to do
  supportpolicy lock                      write down the dates of public holidays
"""
_EXIT_CODES = """\
\b
Exit codes:
  0  nothing found, or nothing at or above --fail-on
  1  findings at or above --fail-on, a test that fails, or something that could not be done for the policy's sake
  2  wrong usage: an option, a file or a configuration that is not clear
  3  a mistake of the tool itself
"""


class LazyGroup(click.Group):
    """A group whose commands are imported only when they are called."""

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """Commands and options that begin so, without importing any command."""
        from click.shell_completion import CompletionItem

        begun = [(name, line) for name, (_, line) in COMMANDS.items() if name.startswith(incomplete)]
        options = click.Command.shell_complete(self, ctx, incomplete)
        return [*(CompletionItem(name, help=line) for name, line in begun), *options]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As usual, but a mistyped command gets a suggestion."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in COMMANDS:
            from supportpolicy.diagnostics import did_you_mean

            raise click.UsageError(
                f"no such command '{name}': {did_you_mean(name, COMMANDS, what='the commands are')}", ctx
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Commands with their one line each, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    help=_EXAMPLES,
    epilog=_EXIT_CODES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="supportpolicy", message="%(prog)s %(version)s")
def cli() -> None:
    """The group; its help is above."""


def main(args: list[str] | None = None) -> None:
    """Run the command and leave with its exit code. A mistake of ours ends in 3 with a hint where to report it."""
    gc.disable()  # Reading makes many small objects and no garbage; collecting would double the time.
    try:
        code = cli.main(args, complete_var=COMPLETE_VARIABLE, standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        click.echo("stopped", err=True)
        sys.exit(130)
    except click.ClickException as problem:
        problem.show()
        sys.exit(2)
    except Exception:
        _report_bug()
        sys.exit(3)
    finally:
        gc.enable()


def _report_bug() -> None:
    import traceback

    traceback.print_exc()
    click.echo(
        f"\nThis is a mistake of supportpolicy {__version__} itself, not of your policy. Please report it with the lines above:\n"
        "https://github.com/supportpolicy/supportpolicy/issues",
        err=True,
    )


__all__: list[Any] = ["COMMANDS", "COMPLETE_VARIABLE", "cli", "main"]
