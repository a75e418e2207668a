# SPDX-License-Identifier: GPL-3.0-or-later
"""Compare the options of `sextant COMMAND --help` with the manual page and the bash completion.

  check_options.py PROGRAM MANUAL COMPLETION

Every option is in the manual page, in the section of its command or in the general one, and every long option and
every value of a fixed list is completed. Values are looked for where the page describes their option. Exits with 1
when something is wrong; without bash, 77 when the rest is right.
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
        found = re.match(r"\s{2,}(-\w(?:,\s*--[-\w]+)?|--[-\w]+)(.*)", line)
        if found:
            spellings = re.split(r",\s*", found[1])
            values = re.search(r"\{([\w,-]+)\}", found[2].split("  ")[0])
            options[spellings[-1]] = (spellings, values[1].split(",") if values else [])
    return options


def sections_of(manual):
    """{"Options of report": [(options, words), ...]}: each option with what is said of it, without markup."""
    sections, title = {}, ""
    for part in re.split(r"^(?=\.TP|\.S[HS])", manual, flags=re.MULTILINE):
        heading = re.match(r"\.S[HS] (.*)", part)
        if heading:
            title = heading[1].strip('"')
        text = re.sub(r"\\f[A-Z]", "", part).replace("\\-", "-")
        if part.startswith(".TP"):
            tag = set(re.findall(r"--?\w[\w-]*", text.splitlines()[1]))
            sections.setdefault(title, []).append((tag, set(re.findall(r"[\w-]+", text))))
    return sections


def completions(completion, *words):
    done = subprocess.run(["bash", "-c", COMPLETE, "bash", completion, "sextant", *words],
                          check=True, capture_output=True, text=True)
    return set(done.stdout.split())


def main():
    program, manual, completion = sys.argv[1:]
    bash = shutil.which("bash")
    sections = sections_of(pathlib.Path(manual).read_text(encoding="utf-8"))
    wrong = []
    for command in COMMANDS:
        options = options_of(program, command)
        if len(options) < 3:
            wrong.append(f"the help of '{command}' lists no options")
        described = sections["OPTIONS"] + sections.get(f"Options of {command}", [])
        for name, (spellings, values) in options.items():
            words = set().union(*(words for tag, words in described if name in tag))
            tags = set().union(*(tag for tag, _ in described))
            wrong += [f"not in {manual}: {command} {each}" for each in spellings if each not in tags]
            wrong += [f"not in {manual}: {command} {name} {each}" for each in values if each not in words]
        if not bash:
            continue
        before = [command] if command else []
        offered = completions(completion, *before, "--")
        for name, (spellings, values) in options.items():
            wrong += [f"not in {completion}: {command} {each}" for each in spellings
                        if each.startswith("--") and each not in offered]
            completed = completions(completion, *before, name, "") if values else set()
            wrong += [f"not in {completion}: {command} {name} {each}" for each in values if each not in completed]
        wrong += [f"no option, but in {completion}: {command} {each}" for each in sorted(offered)
                    if not any(each in spellings for spellings, _ in options.values())]
    print("\n".join(wrong))
    if not wrong and not bash:
        print("skipped: without bash nothing is completed")
        return 77
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
