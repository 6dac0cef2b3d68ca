"""The `enthesis` command. Imports of the core wait until a command needs them, so that `--version` is immediate."""

from __future__ import annotations

import argparse
import gc
import os
import sys

from enthesis import __version__

DONE, PROBLEM_FOUND, UNUSABLE = 0, 1, 2


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:  # type: ignore[override]
        # The house form: one line, exit 2.
        print(f"{self.prog}: {message}; see {self.prog} --help", file=sys.stderr)
        raise SystemExit(UNUSABLE)


def build_parser() -> argparse.ArgumentParser:
    """The command line of DESIGN 3.2, as far as it is built."""
    parser = _Parser(
        prog="enthesis",
        description="A workbench for sports physical therapists. Supports a clinician's decision; diagnoses nothing.",
    )
    parser.add_argument("--version", action="version", version=f"enthesis {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)

    assess = commands.add_parser("assess", help="sources, red flags, next tests and reasons for one case file")
    assess.add_argument("case", help="case file, YAML or JSON")
    assess.add_argument(
        "--setting", help="sports_clinic, primary_care, older_adult or adolescent (default: the file's, else the pack's)"
    )
    assess.add_argument("--pack", help="pack id or folder (default: the file's region)")
    assess.add_argument("--draws", type=_draws, default=200, help="parameter draws behind the intervals (default 200)")
    assess.add_argument("--json", action="store_true", help="the answer as JSON")

    plan = commands.add_parser("plan", help="a plan of care for one case file")
    plan.add_argument("case", help="case file, YAML or JSON")
    plan.add_argument("--setting", help="as for assess")
    plan.add_argument("--pack", help="pack id or folder (default: the file's region)")
    plan.add_argument(
        "--phase", default="", help="a phase chosen by the clinician (default: as far as the recorded numbers carry)"
    )
    plan.add_argument("--programme", default="", help="take the exercises from this programme of the pack")
    plan.add_argument("--json", action="store_true", help="the answer as JSON")

    validate = commands.add_parser("validate", help="score a folder of cases with known diagnoses")
    validate.add_argument("folder", help="folder of case files")
    validate.add_argument(
        "--pack", help="pack id or folder (default: the first region on offer); cases of another region are left out"
    )
    validate.add_argument("--setting", help="default published_case_mix, with sports_clinic reported beside it")
    validate.add_argument("--with-investigations", action="store_true", help="also use findings of kind 'prior investigation'")
    validate.add_argument("--json", action="store_true", help="the answer as JSON")
    validate.add_argument(
        "--jitter",
        type=_draws,
        default=0,
        metavar="N",
        help="also score N copies with every elicited number jittered (sd 0.5 in log-odds)",
    )

    course = commands.add_parser("simulate-course", help="replay a daily log: the progression engine's decision for every day")
    course.add_argument("case", help="case file, YAML or JSON")
    course.add_argument("--log", required=True, help="daily log, CSV")
    course.add_argument("--pack", help="pack id or folder (default: the file's region)")
    course.add_argument("--phase", help="phase at the start (default: that of the first exercises)")
    course.add_argument("--ceiling", type=int, help="highest pain allowed during exercise, 0-10 (default: the pack's)")
    course.add_argument("--confirm-phases", action="store_true", help="take every proposed phase as confirmed by a clinician")
    course.add_argument("--json", action="store_true", help="the answer as JSON")

    pack = commands.add_parser("pack", help="list, check and compare knowledge packs")
    verbs = pack.add_subparsers(dest="verb", required=True, metavar="VERB", parser_class=_Parser)
    verbs.add_parser("list", help="the packs that come with Enthesis")
    new = verbs.add_parser("new", help="write a small, whole pack to be rewritten into a real one")
    new.add_argument("name", help="id of the new pack, for instance outer_elbow")
    new.add_argument("--folder", help="where its folder is made (default: the current folder)")
    lint = verbs.add_parser("lint", help="check a pack and list every fault")
    lint.add_argument("pack", help="pack id or folder")
    compiled = verbs.add_parser("compile", help="write a pack as one JSON file: what the engine computes with")
    compiled.add_argument("pack", help="pack id or folder")
    compiled.add_argument("--output", help="file to write (default: standard output)")
    agreement = verbs.add_parser("agreement", help="published figures beside what the model implies")
    agreement.add_argument("pack", help="pack id or folder")
    agreement.add_argument("--json", action="store_true", help="the answer as JSON")
    diff = verbs.add_parser("diff", help="which cases' rankings move between two versions of a pack")
    diff.add_argument("old", help="pack id or folder")
    diff.add_argument("new", help="pack id or folder")
    diff.add_argument("--cases", help="folder of case files (default: the cases that come with the source)")
    diff.add_argument("--json", action="store_true", help="the answer as JSON")

    serve = commands.add_parser("serve", help="start the examination board on this machine")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=_port, default=8321)
    serve.add_argument("--demo", action="store_true", help="in an empty folder: a demo clinic with simulated patients")
    from enthesis.cli import report, upkeep

    upkeep.add_commands(commands)
    report.add_command(commands)
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code is 0 done, 1 the work found a problem, 2 the input is unusable."""
    options = build_parser().parse_args(arguments)
    from enthesis.terms.fault import FaultyPack, UnusableInput

    try:
        return _run(options)
    except UnusableInput as error:
        print(f"enthesis: {error}", file=sys.stderr)
    except FaultyPack as error:
        print(f"enthesis: {error}; see 'enthesis pack lint {error.pack_id}'", file=sys.stderr)
    except BrokenPipeError:
        # The reader of a pipe has gone (for instance `| head`): not a fault of the input.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return PROBLEM_FOUND
    return UNUSABLE


def _run(options: argparse.Namespace) -> int:
    if options.command == "assess":
        # A command of one second ends before the collector could free anything worth its passes over the pack.
        gc.disable()
        try:
            from enthesis.cli.assess import run

            return run(options.case, options.setting, options.pack, options.draws, options.json)
        finally:
            gc.enable()
    if options.command == "plan":
        gc.disable()
        try:
            from enthesis.cli.plan import run

            return run(options.case, options.setting, options.pack, options.phase, options.programme, options.json)
        finally:
            gc.enable()
    if options.command == "validate":
        from enthesis.cli.validate import run

        return run(options.folder, options.pack, options.setting, options.with_investigations, options.json, options.jitter)
    if options.command == "simulate-course":
        from enthesis.cli.simulate_course import run

        return run(options.case, options.log, options.pack, options.phase, options.ceiling, options.confirm_phases, options.json)
    if options.command == "serve":
        from enthesis.cli.serve import run

        return run(options.host, options.port, False, options.demo)
    if options.command in ("backup", "restore", "export", "doctor", "tick"):
        from enthesis.cli.upkeep import run

        return run(options)
    if options.command == "report":
        from enthesis.cli.report import run

        return run(options)
    from enthesis.cli.pack import run

    return run(options)


def _draws(text: str) -> int:
    value = int(text)
    if not 1 <= value <= 20_000:
        raise argparse.ArgumentTypeError("use a number from 1 to 20000")
    return value


def _port(text: str) -> int:
    value = int(text)
    if not 0 <= value <= 65535:
        raise argparse.ArgumentTypeError("use a port from 0 to 65535")
    return value


if __name__ == "__main__":
    sys.exit(main())
