# SPDX-License-Identifier: GPL-3.0-or-later
"""Print how fast the program is, each row as a ratio measured in this run.

  bench.py BUILD_DIRECTORY [--rows WORD,WORD...] [--keep FOLDER]

The reference script and the generator of big artifacts are read from $SEXTANT_REFERENCE, else from ../shared/reference
beside the project. Needs Debian's python3-torch. Ratios are medians over alternating runs; nothing here passes or fails.
"""
import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

PROJECT = pathlib.Path(__file__).resolve().parents[2]
PYTHON = "/usr/bin/python3"  # Debian's, which has python3-torch


def reference_folder():
    for folder in (os.environ.get("SEXTANT_REFERENCE"), PROJECT.parent / "shared" / "reference"):
        if folder and (pathlib.Path(folder) / "analyze_alignment.py").exists():
            return pathlib.Path(folder)
    return None


def run(command, folder=None, environment=None):
    """Seconds a whole process takes, and its output; stops the benchmark when the process fails."""
    begin = time.perf_counter()
    done = subprocess.run([str(word) for word in command], cwd=folder, capture_output=True, text=True,
                          env={**os.environ, **(environment or {})})
    seconds = time.perf_counter() - begin
    if done.returncode != 0:
        raise SystemExit("%s failed:\n%s" % (" ".join(map(str, command)), done.stderr))
    return seconds, done.stdout


def values(text):
    """The numbers in the "key value" lines of a timed program."""
    return {key: float(value) for key, value in (line.split() for line in text.splitlines())}


class Table:
    """Prints each row as soon as it is measured; `aim` is the least speed-up, or the greatest cost, wanted."""

    def __init__(self):
        print("%-58s %10s %10s %8s %8s" % ("what", "ours", "against", "ratio", "aim"))

    def row(self, what, ours, against, ratio, aim):
        print("%-58s %10s %10s %8s %8s" % (what, ours, against, ratio, aim), flush=True)

    def faster(self, what, ours, against, aim):
        self.row(what, seconds(ours), seconds(against), "%.1fx" % (against / ours), ">= %g" % aim)

    def cost(self, what, ours, against, aim):
        self.row(what, seconds(ours), seconds(against), "%.2fx" % (ours / against), "<= %g" % aim)

    def below(self, what, ours, aim):
        self.row(what, seconds(ours), "", "", "< %s" % seconds(aim))

    def left_out(self, what, why):
        self.row(what, "-", "-", "-", "left out: " + why)


def seconds(value):
    return "%.1f ms" % (value * 1e3) if value < 1 else "%.2f s" % value


class Bench:
    def __init__(self, build, work, reference):
        self.program = build / "bin" / "sextant"
        self.tools = build / "bench-bin"
        self.work = work
        self.reference = reference
        self.table = Table()

    def qwen(self):
        """An artifact of the Qwen3-4B shape, made once per run."""
        path = self.work / "qwen3-4b.json"
        if not path.exists():
            run([PYTHON, self.reference / "make_synthetic.py", path, "--shape", "qwen3-4b"])
        return path

    def random_model(self):
        """A model folder of the Qwen3-4B shape, made once per run."""
        model = self.work / "random-qwen3-4b"
        if not (model / "config.json").exists():
            run([PYTHON, PROJECT / "tests/bench/make_random_checkpoint.py", model])
        return model

    def report(self):
        artifact = self.qwen()
        script = [PYTHON, self.reference / "analyze_alignment.py", artifact.name]
        one, every, scripts = [], [], []
        for anchor in ("0", "17", "-1"):
            scripts.append(run(script + ["--anchor", anchor], self.work)[0])
            one.append(run([self.program, "report", artifact.name, "--anchor", anchor], self.work)[0])
            every.append(run([self.program, "report", artifact.name, "--anchor", "all"], self.work)[0])
        layers = json.loads(artifact.read_text())["num_layers"]
        self.table.faster("report, one anchor, whole process / the script", statistics.median(one),
                          statistics.median(scripts), 8)
        self.table.faster("report --anchor all, whole process / %d runs of the script" % layers,
                          statistics.median(every), layers * statistics.median(scripts), 150)

    def angles(self):
        artifact = self.qwen()
        tensors = artifact.with_name(artifact.stem + "-eigdirs.pt")
        ours, torch = [], []
        for _ in range(3):
            ours.append(values(run([self.tools / "bench_angles", artifact])[1]))
            torch.append(values(run([PYTHON, PROJECT / "tests/bench/angles_pytorch.py", tensors])[1]))
        table = statistics.median(each["table"] for each in ours)
        self.table.faster("angles, all pairs / batched torch", table,
                          statistics.median(each["all_pairs"] for each in torch), 20)
        self.table.cost("angles, all pairs / products and conversion alone", table,
                        statistics.median(each["limit"] for each in ours), 1.5)

    def measure(self):
        model = self.random_model()
        ours = values(run([self.tools / "bench_measure", model, self.work / "measured.json"])[1])
        # Both use the best kernels for this processor, which an older OpenBLAS may not recognise.
        kernels = {"OPENBLAS_CORETYPE": os.environ.get("OPENBLAS_CORETYPE", best_kernels())}
        torch = values(run([PYTHON, PROJECT / "tests/bench/measure_pytorch.py", model, "--heads", "8"],
                           environment=kernels)[1])
        self.table.cost("measure, Qwen3-4B shape / bare float products", ours["measure"], ours["products"], 1.5)
        self.table.cost("  against one triangle of them", ours["measure"], ours["triangle"], 1.5)
        self.table.cost("  the same in processor time", ours["measure_processor"], ours["triangle_processor"], 1.5)
        extra = ours["sampled_processor"] - ours["measure_processor"]
        self.table.cost("  eight other heads per pair of layers, run with them / run without",
                        ours["sampled_processor"], ours["measure_processor"], 1.5)
        self.table.row("  what they add, as a share of the run without", "%.0f %%" % (100 * extra / ours["measure_processor"]), "",
                       "", "about 40 %")
        self.table.cost("  what they add / as many bare products", extra, ours["samples_processor"], 2)
        self.table.faster("measure, Qwen3-4B shape / batched torch", ours["measure"], torch["measure"], 2)

    def mpi(self):
        """Ranks of one thread each against as many threads of one process, in turns."""
        what = "measure, Qwen3-4B shape, %d ranks / %d threads"
        mpirun = shutil.which("mpirun")
        if not mpirun:
            self.table.left_out(what % (2, 2), "no mpirun (openmpi-bin)")
            return
        model = self.random_model()
        allowed = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
        for count in (1, 2, 4):
            measure = [self.program, "measure", model, "-o", self.work / "ranks.json", "--tensors", "safetensors",
                       "--threads"]
            ranks, threads = [], []
            for _ in range(3):
                threads.append(run(measure + [count])[0])
                ranks.append(run([mpirun, "--map-by", ":OVERSUBSCRIBE", "-n", count] + measure + [1],
                                 environment=allowed)[0])
            self.table.cost(what % (count, count), statistics.median(ranks), statistics.median(threads), 1.1)

    def plots(self):
        found = values(run([self.tools / "bench_plots"], environment={"QT_QPA_PLATFORM": "offscreen"})[1])
        frame = 1 / 60
        self.table.below("click to four painted plots, 1600x1000, median", found["click"], frame)
        self.table.below("  worst of 100", found["click_worst"], 2 * frame)

    def window(self):
        found = values(run([self.tools / "bench_window", self.qwen()])[1])
        frame = 1 / 120
        self.table.below("click to new picture of the window, tables ready, median", found["ready"], frame)
        self.table.below("  worst of 100", found["ready_worst"], 4 * frame)
        self.table.below("click while the tables are computed, worst of 10", found["busy_worst"], 0.3)
        self.table.below("  longest stall of the event loop meanwhile", found["stall"], 0.05)
        self.table.below("  while every plot is exported as PNG, SVG and PDF", found["export_stall"], 0.05)
        self.table.below("  while the window closes", found["closing"], 0.05)

    def opening(self):
        artifact = self.qwen()
        later = [values(run([self.tools / "bench_first_angles", artifact])[1])["first_angles"] for _ in range(7)]
        self.table.below("opening a .pt: first angles after the window's first picture", statistics.median(later), 0.1)

    def start(self):
        demo = sorted((self.program.parents[1] / "share" / "sextant" / "demo").glob("*.json"))[0]
        empty, ours = [], []
        for _ in range(9):
            empty.append(first_paint([self.tools / "bench_empty_window"]))
            ours.append(first_paint([self.program, demo, "--until-first-paint"]))
        self.table.cost("start to first painted window / an empty QMainWindow", statistics.median(ours),
                        statistics.median(empty), 2)

    def largest(self):
        what = "405B shape, half precision: first angles"
        needed = 12 << 30
        if shutil.disk_usage(self.work).free < needed or available_memory() < needed:
            self.table.left_out(what, "needs 12 GiB of disk and memory")
            return
        path = self.work / "llama-405b.json"
        run([PYTHON, self.reference / "make_synthetic.py", path, "--shape", "llama-405b", "--dtype", "float16"])
        cold = values(run([self.tools / "bench_open", path, "cold"])[1])
        warm = values(run([self.tools / "bench_open", path])[1])
        self.table.cost(what + " from the system's cache / bare", warm["open"], warm["limit"], 1.5)
        self.table.cost("  from disk / one read of the file from disk", cold["open"], cold["read_once"], 1.5)
        self.table.row("  its peak of anonymous memory", "%.0f MiB" % cold["anonymous_peak"], "", "", "< 1024")
        path.with_name("llama-405b-eigdirs.pt").unlink()


def first_paint(command):
    """Seconds from the start of the process to its first painted window."""
    begin = time.clock_gettime(time.CLOCK_MONOTONIC)
    return values(run(command)[1])["first_paint"] - begin


def own_display():
    """Starts a display for the rows with a window, if there is none."""
    if os.environ.get("DISPLAY"):
        return None
    reader, writer = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(writer), "-screen", "0", "1920x1200x24"], pass_fds=[writer],
                              stderr=subprocess.DEVNULL)
    os.close(writer)
    os.environ["DISPLAY"] = ":" + os.fdopen(reader).readline().strip()
    return server


def best_kernels():
    """The kernels the program picks where OpenBLAS would fall back to generic ones (core/blas/kernels.cpp)."""
    flags = pathlib.Path("/proc/cpuinfo").read_text().split()
    return "SkylakeX" if "avx512vl" in flags else "Haswell" if "avx2" in flags else "Prescott"


def available_memory():
    for line in pathlib.Path("/proc/meminfo").read_text().splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    return 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--rows", default="report,angles,measure,mpi,plots,window,opening,start,largest")
    parser.add_argument("--keep", type=pathlib.Path, help="keep the big files in this folder for the next run")
    arguments = parser.parse_args()
    reference = reference_folder()
    if reference is None:
        raise SystemExit("The reference script was not found: set SEXTANT_REFERENCE to its folder.")
    with tempfile.TemporaryDirectory(prefix="sextant-bench-") as scratch:
        bench = Bench(arguments.build.resolve(), (arguments.keep or pathlib.Path(scratch)).resolve(), reference)
        display = own_display()
        try:
            for row in arguments.rows.split(","):
                getattr(bench, row)()
        finally:
            if display:
                display.terminate()


if __name__ == "__main__":
    sys.exit(main())
