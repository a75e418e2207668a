// SPDX-License-Identifier: GPL-3.0-or-later
// Small files that ask for endless memory, opened by the whole program with little to give.
#include "tests/app/program.h"

#include "tests/core/support/zip_archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace sextant::test {
namespace {

using testing::HasSubstr;

/// MiB for reading one of the files below, which have less than 3 MB.
constexpr std::size_t reading = 64 + 4 * 3;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool hasShadowMemory = true;
#else
constexpr bool hasShadowMemory = false;
#endif

class HostileFile : public testing::Test {
protected:
    void SetUp() override {
        if (hasShadowMemory) {
            GTEST_SKIP() << "a sanitizer takes terabytes of address space";
        }
        folder_.write("config.json", "{");
        const auto broken = folder_.write("broken.json", "{");
        while (program < most && !(isTold(runWithin(program, {"report", broken.string()})) &&
                                   isTold(runWithin(program, measureArguments())))) {
            program += 20;
        }
        ASSERT_LT(program, most);
    }

    static bool isTold(const Outcome& outcome) {
        return outcome.status == 1 &&
               outcome.err.find("the JSON ends here before it is complete") != std::string::npos;
    }

    std::vector<std::string> measureArguments() const {
        return {"measure", folder_.path().string(), "-o", (folder_.path() / "o.json").string()};
    }

    /// Reports on a sound JSON with these tensors.
    Outcome reportWith(const std::string& name, const std::string& tensors) const {
        const auto file = folder_.write(name, tensors);
        return runWithin(program + reading,
                         {"report", artifact("stories260K").string(), "--eigdirs", file.string()});
    }

    Outcome reportOn(const std::string& json) const {
        return runWithin(program + reading, {"report", folder_.write("x.json", json).string()});
    }

    Outcome measureWith(const std::string& config) const {
        folder_.write("config.json", config);
        return runWithin(program + reading, measureArguments());
    }

    static void expectRefusal(const Outcome& outcome, const std::string& reason) {
        EXPECT_EQ(outcome.status, 1) << outcome.err;
        EXPECT_THAT(outcome.err, HasSubstr(reason));
        EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    }

    static std::string repeated(const std::string& text, std::size_t times) {
        std::string all;
        for (std::size_t i = 0; i < times; ++i) {
            all += text;
        }
        return all;
    }

    /// MiB that the program and its libraries take before they read a file; found out by the first test.
    static inline std::size_t program = 100;
    static constexpr std::size_t most = 2000;

    TemporaryFolder folder_;
};

TEST_F(HostileFile, PicklePrefixes) {
    std::string inner = "}(";
    for (int i = 0; i < 30'000; ++i) {
        inner += pickledText(std::to_string(i)) + "N";
    }
    const std::string pickle = "}" + pickledText(std::string(1'000'000, 'x')) + inner + "us";
    expectRefusal(reportWith("x.pt", torchFile(pickle)),
                  "the names and shapes of its entries take more than");
}

TEST_F(HostileFile, PickleValues) {
    expectRefusal(reportWith("x.pt", torchFile("N" + std::string(1'400'000, ')'))),
                  "the pickle makes more values");
    expectRefusal(reportWith("x.pt", torchFile("N" + repeated("0N", 700'000))),
                  "the pickle makes more values");
}

TEST_F(HostileFile, Dimensions) {
    const std::vector<std::uint32_t> many(200'000, 1);
    const std::string entry = pickledText("eig_dirs") + "q\x01" + pickledTensor(many, many) + "q\x02";
    expectRefusal(reportWith("x.pt", torchFile("}(" + entry + repeated("h\x01h\x02", 1'000) + "u")),
                  "found a tensor of 200000 dimensions");
}

TEST_F(HostileFile, Nesting) {
    constexpr std::size_t depth = 30'000;
    expectRefusal(reportWith("x.pt", torchFile("}" + repeated(pickledText("a") + "}", depth) +
                                               std::string(depth, 's'))),
                  "nested deeper than 64 levels");
    expectRefusal(reportOn(repeated("[", 1'000'000)), "must be an object");
    const std::string deep = repeated("[", depth) + repeated("]", depth);
    expectRefusal(reportOn("{\"a\":" + deep + "}"), "this key is missing");
}

TEST_F(HostileFile, SafetensorsHeader) {
    std::string header = "{";
    for (int i = 0; i < 50'000; ++i) {
        header += "\"" + std::to_string(i) + R"(":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},)";
    }
    header.back() = '}';
    expectRefusal(reportWith("x.safetensors", littleEndian(header.size(), 8) + header),
                  "eig_dirs: this tensor is missing");
    const std::string numbers = R"({"w":{"note":[0)" + repeated(",0", 1'400'000) + "]}}";
    expectRefusal(reportWith("x.safetensors", littleEndian(numbers.size(), 8) + numbers),
                  "w: the header does not give");
}

TEST_F(HostileFile, GramFileKeys) {
    std::string json = "{";
    for (int i = 0; i < 200'000; ++i) {
        json += "\"" + std::to_string(i) + "\":0,";
    }
    json.back() = '}';
    expectRefusal(reportOn(json), "more than 100000");
    expectRefusal(reportOn(R"({"num_layers":1,"num_heads":1,"head_dim":1,"hidden_size":1,"gram":[[[0)" +
                           repeated(",0", 1'400'000) + "]]]}"),
                  "gram: is 1 x 1 x 1400001");
    const std::string numbers = repeated("0,", 10'000'000);
    const auto file = folder_.write("large.json", R"({"gram":[[[)" + numbers +
                                                      R"(0]]],"num_layers":1,"num_heads":1,)"
                                                      R"("head_dim":1,"hidden_size":1})");
    expectRefusal(runWithin(program + 64 + 4 * numbers.size() / (1 << 20), {"report", file.string()}),
                  "gram: is 1 x 1 x 10000001");
}

TEST_F(HostileFile, ModelConfig) {
    expectRefusal(measureWith("{\"a\":[0" + repeated(",0", 1'400'000) + "]}"), "gives no num_hidden_layers");
    std::string flat = "{";
    for (int i = 0; i < 200'000; ++i) {
        flat += "\"" + std::to_string(i) + "\":0,";
    }
    flat.back() = '}';
    expectRefusal(measureWith(flat), "gives no num_hidden_layers");
    expectRefusal(measureWith("{" + std::string(5'000'000, ' ') + "}"), "is not read");
}

} // namespace
} // namespace sextant::test
