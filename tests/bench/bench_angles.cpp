// SPDX-License-Identifier: GPL-3.0-or-later
// bench_angles X.json: times the angles of all pairs of layers and all heads against the work no method can
// avoid: converting the directions to doubles and their symmetric products. The two alternate, so that both
// run under the same load; medians of seven.
#include "core/angles/angle_tables.h"
#include "core/angles/head_alignment.h"
#include "core/base/parallel.h"
#include "core/loading/loading.h"
#include "tests/bench/stopwatch.h"

#include <fmt/format.h>

int main(int argc, char** argv) {
    using namespace sextant;
    if (argc != 2) {
        fmt::print(stderr, "bench_angles X.json\n");
        return 2;
    }
    const auto loaded = loading::load({.json = argv[1]});
    if (!loaded || !loaded->artifact->tensors) {
        fmt::print(stderr, "{}\n", describe(loaded ? *loaded->artifact->tensorError : loaded.error()));
        return 1;
    }
    const artifact::TensorFile& tensors = *loaded->artifact->tensors;
    const artifact::ArtifactShape shape = loaded->artifact->shape();
    const int threads = defaultThreadCount();
    std::vector<double> table;
    std::vector<double> limit;
    std::vector<double> row;
    for (int i = 0; i < 7; ++i) {
        limit.push_back(bench::secondsOf([&] {
            static_cast<void>(parallelFor(shape.heads, threads, {}, [&](int h) {
                std::vector<double> gram;
                static_cast<void>(angles::stackedGram(tensors, shape, HeadIndex{h}, gram, {}));
            }));
        }));
        table.push_back(bench::secondsOf(
            [&] { static_cast<void>(angles::angleTable(tensors, shape, ThreadBudget(threads))); }));
        row.push_back(bench::secondsOf([&] {
            static_cast<void>(angles::angleRow(tensors, shape, LayerIndex{0}, ThreadBudget(threads)));
        }));
    }
    fmt::print("table {}\nlimit {}\nrow {}\n", bench::median(table), bench::median(limit),
               bench::median(row));
    return 0;
}
