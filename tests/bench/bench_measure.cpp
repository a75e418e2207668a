// bench_measure MODEL_FOLDER OUT.json: a whole measurement, against the float products that it cannot avoid:
// one triangle of W_Q W_Q^T for every query head and of W_K W_K^T for every key head, the rows of all layers
// stacked, from floats already in memory. The two alternate, so that both see the same machine; medians of
// three. Processor time, of all threads, is steadier than time on a busy machine.
#include "core/blas/kernels.h"
#include "core/blas/products.h"
#include "core/measure/measure.h"
#include "core/measure/model_config.h"
#include "tests/bench/stopwatch.h"

#include <sys/resource.h>

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

void bareProducts(const std::vector<float>& stack, int rows, int width, int heads, int threads) {
    parallelFor(heads, threads, {}, [&](int) {
        std::vector<float> product(static_cast<std::size_t>(rows) * static_cast<std::size_t>(rows));
        setSymmetricProduct(stack.data(), rows, width, product.data());
    });
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        fmt::print(stderr, "bench_measure MODEL_FOLDER OUT.json\n");
        return 2;
    }
    prepareBlas();
    MeasureOptions options;
    options.model = argv[1];
    options.output = argv[2];
    options.tensors = TensorFormat::Safetensors;
    const auto config = readModelConfig(options.model);
    if (!config || !config->heads || !config->headDim) {
        fmt::print(stderr, "{}\n", config ? "config.json gives no heads" : describe(config.error()));
        return 1;
    }
    const int rows = config->layers * *config->headDim;
    const int products = *config->heads + config->keyHeads.value_or(*config->heads);
    const std::vector<float> stack = randomStack(rows, config->hiddenSize);
    Runs limit;
    Runs whole;
    for (int i = 0; i < 3; ++i) {
        limit.add([&] { bareProducts(stack, rows, config->hiddenSize, products, options.threads); });
        Result<MeasuredArtifact> artifact;
        whole.add([&] { artifact = measure(options, {}, {}); });
        if (!artifact) {
            fmt::print(stderr, "{}\n", describe(artifact.error()));
            return 1;
        }
    }
    fmt::print("measure {}\nlimit {}\n", bench::median(whole.seconds), bench::median(limit.seconds));
    fmt::print("measure_processor {}\nlimit_processor {}\n", bench::median(whole.processor),
               bench::median(limit.processor));
    fmt::print(stderr, "{}\n", blasKernels());
    return 0;
}
