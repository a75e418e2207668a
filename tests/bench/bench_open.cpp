// bench_open X.json: from nothing to the first anchor's angles, and the most anonymous memory on the way,
// against reading the tensor file once. The file is read first, so that both find it where the system keeps
// it.
#include "core/artifact/artifact_reader.h"
#include "core/base/parallel.h"
#include "core/engine/eigenspaces.h"
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

/// All bytes of the file, read with as many threads as the work has, in pieces that fit the cache.
void readOnce(const std::filesystem::path& path, int threads) {
    constexpr std::size_t kPiece = std::size_t{1} << 20;
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const auto pieces = static_cast<int>((std::filesystem::file_size(path) + kPiece - 1) / kPiece);
    parallelFor(pieces, threads, {}, [&](int i) {
        thread_local std::vector<char> buffer(kPiece);
        if (::pread(file, buffer.data(), kPiece, static_cast<off_t>(kPiece) * i) < 0) {
            std::perror("pread");
        }
    });
    ::close(file);
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        fmt::print(stderr, "bench_open X.json\n");
        return 2;
    }
    const auto grams = readGramFile(argv[1]);
    const auto tensorPath = grams ? locateTensorFile(**grams) : tl::make_unexpected(grams.error());
    if (!tensorPath) {
        fmt::print(stderr, "{}\n", describe(tensorPath.error()));
        return 1;
    }
    const int threads = defaultThreadCount();
    readOnce(*tensorPath, threads); // warm
    const double once = bench::secondsOf([&] { readOnce(*tensorPath, threads); });
    const double single = bench::secondsOf([&] { readOnce(*tensorPath, 1); });

    std::atomic<double> peak{0.0};
    std::jthread watcher([&](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            peak = std::max(peak.load(), anonymousMemory());
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    });
    double opened = 0.0;
    const double seconds = bench::secondsOf([&] {
        const auto artifact = readArtifact(argv[1]);
        opened = static_cast<double>((*artifact)->shape().layers);
        const auto row = eigenspaceRow(*(*artifact)->tensors, (*artifact)->shape(),
                                       LayerIndex{(*artifact)->shape().layers - 1}, threads);
        opened += row->at(LayerIndex{0}, HeadIndex{0}).meanCosine;
    });
    watcher.request_stop();
    watcher.join();
    fmt::print("open {}\nread_once {}\nread_once_one_thread {}\nanonymous_peak {}\nchecksum {}\n", seconds,
               once, single, peak.load(), opened);
    return 0;
}
