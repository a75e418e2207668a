// SPDX-License-Identifier: GPL-3.0-or-later
// bench_open X.json [cold]: times the way from nothing to the first anchor's angles against one read of the
// tensor file and against the products and conversion of that anchor's row alone, and prints the peak of
// anonymous memory. All read the file from the system's cache or, with "cold", from disk.
#include "core/angles/angle_tables.h"
#include "core/angles/head_alignment.h"
#include "core/artifact/artifact_reader.h"
#include "core/base/parallel.h"
#include "core/loading/loading.h"
#include "tests/bench/stopwatch.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <fstream>
#include <string>
#include <thread>

#include <fmt/format.h>

namespace {

using namespace sextant;

/// Anonymous memory of this process in MiB (RssAnon of /proc/self/status).
double anonymousMemory() {
    std::ifstream status("/proc/self/status");
    std::string line;
    while (std::getline(status, line)) {
        if (line.starts_with("RssAnon:")) {
            return std::stod(line.substr(8)) / 1024.0;
        }
    }
    return 0.0;
}

/// Makes the system forget its copy of the file.
void forget(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    ::posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
    ::close(file);
}

/// The part of the anchor's row that no method can avoid, on as many threads as the work has.
void bareProducts(const artifact::Artifact& artifact, LayerIndex anchor, int threads) {
    static_cast<void>(parallelFor(artifact.shape().heads, threads, {}, [&](int h) {
        std::vector<angles::RowMajorMatrix> products;
        static_cast<void>(
            angles::anchorProducts(*artifact.tensors, artifact.shape(), HeadIndex{h}, anchor, products, {}));
    }));
}

/// All bytes of the file, read with as many threads as the work has, in pieces that fit the cache.
void readOnce(const std::filesystem::path& path, int threads) {
    constexpr std::size_t kPiece = std::size_t{1} << 20;
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const auto pieces = static_cast<int>((std::filesystem::file_size(path) + kPiece - 1) / kPiece);
    static_cast<void>(parallelFor(pieces, threads, {}, [&](int i) {
        thread_local std::vector<char> buffer(kPiece);
        if (::pread(file, buffer.data(), kPiece, static_cast<off_t>(kPiece) * i) < 0) {
            std::perror("pread");
        }
    }));
    ::close(file);
}

} // namespace

int main(int argc, char** argv) {
    const bool cold = argc == 3 && argv[2] == std::string("cold");
    if (argc != 2 && !cold) {
        fmt::print(stderr, "bench_open X.json [cold]\n");
        return 2;
    }
    const auto grams = artifact::readGramFile(argv[1]);
    const auto tensorPath = grams ? artifact::locateTensorFile(**grams) : tl::make_unexpected(grams.error());
    if (!tensorPath) {
        fmt::print(stderr, "{}\n", describe(tensorPath.error()));
        return 1;
    }
    const int threads = defaultThreadCount();
    const auto prepare = [&] { cold ? forget(*tensorPath) : readOnce(*tensorPath, threads); };
    prepare();
    const double once = bench::secondsOf([&] { readOnce(*tensorPath, threads); });
    prepare();

    std::atomic<double> peak{0.0};
    std::jthread watcher([&](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            peak = std::max(peak.load(), anonymousMemory());
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    });
    std::shared_ptr<const artifact::Artifact> artifact;
    const double reading = bench::secondsOf([&] { artifact = loading::load({.json = argv[1]})->artifact; });
    const LayerIndex last{artifact->shape().layers - 1};
    double checksum = 0.0;
    const double row = bench::secondsOf([&] {
        checksum = angles::angleRow(*artifact->tensors, artifact->shape(), last, ThreadBudget(threads))
                       ->at(LayerIndex{0}, HeadIndex{0})
                       .meanCosine;
    });
    watcher.request_stop();
    watcher.join();
    // A mapping of its own, so that its pages are found afresh as the row's were.
    const auto again = loading::load({.json = argv[1]})->artifact;
    prepare();
    const double limit = bench::secondsOf([&] { bareProducts(*again, last, threads); });
    fmt::print("open {}\nreading {}\nrow {}\nread_once {}\nlimit {}\nanonymous_peak {}\nchecksum {}\n",
               reading + row, reading, row, once, limit, peak.load(), checksum);
    return 0;
}
