// SPDX-License-Identifier: GPL-3.0-or-later
// bench_measure MODEL_FOLDER OUT.json: times a whole measurement against the float products it cannot avoid:
// W_Q W_Q^T for every query head and W_K W_K^T for every key head, the rows of all layers stacked, from
// floats already in memory. These are timed twice: as plain products, and as one triangle, which is all that
// is needed. Beside it the same measurement with its default number of other heads for each pair of layers,
// and as many bare products of one head by another as these samples take. All alternate, so that they run
// under the same load; medians of three. Processor time over all threads is steadier on a busy machine.
#include "core/blas/kernels.h"
#include "core/blas/products.h"
#include "core/checkpoint/model_config.h"
#include "core/measure/measure.h"
#include "tests/bench/stopwatch.h"

#include <sys/resource.h>

#include <atomic>
#include <random>

#include <fmt/format.h>

namespace {

using namespace sextant;

double processorSeconds() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// Seconds and processor seconds of every run of one kind.
struct Runs {
    std::vector<double> seconds;
    std::vector<double> processor;

    template <typename Work>
    void add(const Work& work) {
        const double before = processorSeconds();
        seconds.push_back(bench::secondsOf(work));
        processor.push_back(processorSeconds() - before);
    }
};

std::vector<float> randomStack(int rows, int width) {
    std::vector<float> stack(static_cast<std::size_t>(rows) * static_cast<std::size_t>(width));
    std::mt19937 generator(0);
    std::normal_distribution<float> normal(0.0F, 0.02F);
    for (float& value : stack) {
        value = normal(generator);
    }
    return stack;
}

/// Every thread has room for one product, made beforehand.
class BareProducts {
public:
    BareProducts(int rows, int width, int products, int threads)
        : rows_(rows),
          width_(width),
          products_(products),
          stack_(randomStack(rows, width)),
          room_(static_cast<std::size_t>(threads),
                std::vector<float>(static_cast<std::size_t>(rows) * static_cast<std::size_t>(rows))) {}

    void both() {
        run([this](float* product) {
            blas::setProduct(stack_.data(), rows_, stack_.data(), rows_, width_, product, rows_);
        });
    }

    void triangle() {
        run([this](float* product) {
            blas::setSymmetricProduct(stack_.data(), rows_, width_, product, rows_);
        });
    }

    /// `count` products of `headDim` rows with as many others, wherever they lie in the stack.
    void samples(int count, int headDim) {
        const int layers = rows_ / headDim;
        const auto rowsOf = [&](int layer) {
            return stack_.data() + static_cast<std::size_t>(layer) * static_cast<std::size_t>(headDim) *
                                       static_cast<std::size_t>(width_);
        };
        std::atomic<int> next = 0;
        const int threads = static_cast<int>(room_.size());
        static_cast<void>(parallelFor(threads, threads, {}, [&](int thread) {
            for (int i = next.fetch_add(1); i < count; i = next.fetch_add(1)) {
                blas::setProduct(rowsOf(i % layers), headDim, rowsOf((i + 1 + i / layers) % layers), headDim,
                                 width_, room_[static_cast<std::size_t>(thread)].data(), headDim);
            }
        }));
    }

private:
    template <typename Multiply>
    void run(const Multiply& multiply) {
        std::atomic<int> next = 0;
        const int threads = static_cast<int>(room_.size());
        static_cast<void>(parallelFor(threads, threads, {}, [&](int thread) {
            while (next.fetch_add(1) < products_) {
                multiply(room_[static_cast<std::size_t>(thread)].data());
            }
        }));
    }

    int rows_;
    int width_;
    int products_;
    std::vector<float> stack_;
    std::vector<std::vector<float>> room_;
};

} // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        fmt::print(stderr, "bench_measure MODEL_FOLDER OUT.json\n");
        return 2;
    }
    blas::chooseBlasKernels();
    measure::MeasureOptions options;
    options.model = argv[1];
    options.output = argv[2];
    options.tensors = measure::TensorFormat::Safetensors;
    const auto config = checkpoint::readModelConfig(options.model);
    if (!config || !config->heads || !config->headDim) {
        fmt::print(stderr, "{}\n", config ? "config.json gives no heads" : describe(config.error()));
        return 1;
    }
    const int rows = config->layers * *config->headDim;
    const int products = *config->heads + config->keyHeads.value_or(*config->heads);
    BareProducts bare(rows, config->hiddenSize, products, options.threads);
    Runs both;
    Runs triangle;
    Runs whole;
    Runs sampled;
    Runs samples;
    const int pairs = config->layers * (config->layers - 1) / 2;
    const int sampleProducts = 2 * options.otherHeads * pairs; // of queries and of keys
    measure::MeasureOptions plain = options;
    plain.otherHeads = 0;
    for (int i = 0; i < 3; ++i) {
        both.add([&] { bare.both(); });
        triangle.add([&] { bare.triangle(); });
        Result<measure::MeasuredArtifact> artifact;
        whole.add([&] { artifact = measure::measure(plain, {}, {}); });
        if (artifact) {
            sampled.add([&] { artifact = measure::measure(options, {}, {}); });
        }
        samples.add([&] { bare.samples(sampleProducts, *config->headDim); });
        if (!artifact) {
            fmt::print(stderr, "{}\n", describe(artifact.error()));
            return 1;
        }
    }
    const auto print = [](const char* what, const Runs& runs) {
        fmt::print("{} {}\n{}_processor {}\n", what, bench::median(runs.seconds), what,
                   bench::median(runs.processor));
    };
    print("measure", whole);
    print("products", both);
    print("triangle", triangle);
    print("sampled", sampled);
    print("samples", samples);
    fmt::print(stderr, "{}\n", blas::blasKernels());
    return 0;
}
