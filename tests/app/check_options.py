# SPDX-License-Identifier: GPL-3.0-or-later
"""Compare the options of `sextant COMMAND --help` with the manual page and the bash completion.

  check_options.py PROGRAM MANUAL COMPLETION

Every option is in the manual page, in the section of its command or in the general one, and every long option and
every value of a fixed list is completed. Exits with 1 when something is wrong, 77 without bash.
"""
import pathlib
import re
import shutil
import subprocess
import sys

COMMANDS = ["", "report", "export", "measure"]

# Stands in for bash-completion's own function, and prints what is offered for the words on the command line.
COMPLETE = r"""
_init_completion() { words=("${COMP_WORDS[@]}"); cword=$COMP_CWORD; cur=${words[cword]}; prev=${words[cword-1]}; }
_filedir() { :; }
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
_sextant
printf '%s\n' "${COMPREPLY[@]}"
"""


def options_of(program, command):
    """{"--format": (["--format"], ["png", ...])}: an option's spellings and the values it takes."""
    words = [program, command, "--help"] if command else [program, "--help"]
    text = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    options = {}
    for line in text.splitlines():
        found = re.match(r"  (-[-\w,]+)(.*)", line)
        if found:
            spellings = found[1].split(",")
            values = re.search(r"\{([\w,-]+)\}", found[2].split("  ")[0])
            options[spellings[-1]] = (spellings, values[1].split(",") if values else [])
    return options


def sections_of(manual):
    """{"Options of report": words}: what each section says, without its markup."""
    sections, title = {}, ""
    for line in manual.splitlines():
        heading = re.match(r"\.S[HS] (.*)", line)
        if heading:
            title = heading[1].strip('"')
        text = re.sub(r"\\f[A-Z]", "", line).replace("\\-", "-")
        sections[title] = sections.get(title, "") + text + "\n"
    return {title: set(re.findall(r"[\w-]+", text)) for title, text in sections.items()}


def completions(completion, *words):
    done = subprocess.run(["bash", "-c", COMPLETE, "bash", completion, "sextant", *words],
                          check=True, capture_output=True, text=True)
    return set(done.stdout.split())


def main():
    program, manual, completion = sys.argv[1:]
    if shutil.which("bash") is None:
        print("skipped: there is no bash")
        return 77
    sections = sections_of(pathlib.Path(manual).read_text(encoding="utf-8"))
    wrong = []
    for command in COMMANDS:
        options = options_of(program, command)
        if len(options) < 3:
            wrong.append(f"the help of '{command}' lists no options")
        described = sections["OPTIONS"] | sections.get(f"Options of {command}", set())
        before = [command] if command else []
        offered = completions(completion, *before, "--")
        for name, (spellings, values) in options.items():
            wrong += [f"not in {manual}: {command} {each}" for each in [*spellings, *values] if each not in described]
            wrong += [f"not in {completion}: {command} {each}" for each in spellings
                        if each.startswith("--") and each not in offered]
            completed = completions(completion, *before, name, "") if values else set()
            wrong += [f"not in {completion}: {command} {name} {each}" for each in values if each not in completed]
        wrong += [f"no option, but in {completion}: {command} {each}" for each in sorted(offered)
                    if not any(each in spellings for spellings, _ in options.values())]
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
