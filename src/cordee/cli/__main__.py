"""The command `cordee`."""

from __future__ import annotations

import os
import sys

import click

import cordee
from cordee.cli import exits
from cordee.cli.agreements import agreements
from cordee.cli.audit import audit
from cordee.cli.backup import backup, restore
from cordee.cli.bringing import grants
from cordee.cli.build import build
from cordee.cli.commands import Group
from cordee.cli.compare import compare
from cordee.cli.console import Voice, find_language, speak
from cordee.cli.corrections import corrections
from cordee.cli.declared import declared
from cordee.cli.demo import demo
from cordee.cli.directory import directory
from cordee.cli.dossier import dossier
from cordee.cli.explain import explain
from cordee.cli.export import export
from cordee.cli.figures import figures, works
from cordee.cli.finder import finder
from cordee.cli.harvest import harvest
from cordee.cli.ingest import ingest
from cordee.cli.instruments import instruments
from cordee.cli.jobs import jobs
from cordee.cli.lake import lake
from cordee.cli.link import link
from cordee.cli.link_file import link_file
from cordee.cli.network import network
from cordee.cli.orcid import orcid
from cordee.cli.outcomes import outcomes
from cordee.cli.preview import preview
from cordee.cli.projects import projects
from cordee.cli.publish import publish
from cordee.cli.rnsr import rnsr
from cordee.cli.ror import ror
from cordee.cli.serve import serve
from cordee.cli.token import token
from cordee.cli.units import units
from cordee.cli.who import who
from cordee.cli.world import world
from cordee.kernel.errors import CordeeError, StorageError, UsageError
from cordee.kernel.messages import LANGUAGES, N_


@click.group(
    cls=Group,
    help=N_("Cordée: publication files in, true figures of cooperation out."),
    examples=[
        "cordee ingest pubmed.xml.gz --lake my-lake",
        "cordee link --lake my-lake",
        "cordee figures --org 02vjkv261 --years 2019-2021 --lake my-lake",
        "cordee works --org 02vjkv261 --behind country:US --lake my-lake",
        "cordee serve --lake my-lake",
    ],
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(cordee.__version__, prog_name="cordee")
@click.option("--lang", type=click.Choice(LANGUAGES), help=N_("Language of messages: en or fr."))
@click.option("--quiet", is_flag=True, help=N_("No progress bars and no remarks."))
@click.option(
    "--engine",
    default="duckdb",
    show_default=True,
    metavar="ENGINE",
    help=N_("What `cordee build` prepares tables by: duckdb or spark://HOST:PORT."),
)
@click.pass_context
def cli(context: click.Context, lang: str | None, engine: str, *, quiet: bool) -> None:
    """Hold the commands together; the language was read before the commands were built."""
    voice = context.find_object(Voice) or Voice("en")
    voice.quiet = quiet
    voice.engine = engine
    if engine != "duckdb" and context.invoked_subcommand != "build":
        raise UsageError(N_("--engine is for `cordee build`; other commands read by DuckDB."))
    if lang:
        voice.language = lang


for command in (
    preview,
    ingest,
    harvest,
    link,
    link_file,
    build,
    figures,
    works,
    network,
    dossier,
    world,
    projects,
    orcid,
    compare,
    who,
    finder,
    declared,
    outcomes,
    explain,
    units,
    corrections,
    ror,
    rnsr,
    serve,
    demo,
    lake,
    audit,
    token,
    directory,
    agreements,
    instruments,
    publish,
    grants,
    export,
    backup,
    jobs,
    restore,
):
    cli.add_command(command)


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code; every foreseen error becomes a sentence."""
    language = find_language(arguments)
    speak(language)
    voice = Voice(language)
    try:
        outcome = cli.main(arguments, prog_name="cordee", obj=voice, standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return exits.USAGE
    except CordeeError as error:
        voice.show_error(error.sentence)
        return exits.get_exit_code(error)
    except (KeyboardInterrupt, click.Abort):
        voice.say(N_("Stopped. What was finished is kept; the same command goes on from there."))
        return exits.INTERRUPTED
    except BrokenPipeError:
        # The reader of our output (`head`, say) has seen enough; that is not an error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return exits.OK
    except OSError as error:
        voice.show_error(describe_system_error(error).sentence)
        return exits.STORAGE
    return outcome if isinstance(outcome, int) else exits.OK


def describe_system_error(error: OSError) -> CordeeError:
    """Return the system's refusal (no space, no permission) as a sentence with its file."""
    return StorageError(
        N_(
            "The system refused {file}: {reason}. Check the disk's free space and your rights there."
        ),
        file=error.filename or "-",
        reason=error.strerror or type(error).__name__,
    )


def main() -> None:
    """Run `cordee` with the arguments of the shell."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
