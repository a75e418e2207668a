// SPDX-License-Identifier: GPL-3.0-or-later
// Damaged model folders: each is measured or refused with a sentence, and a refused one leaves nothing.
#include "tests/core/measure/measure_fixture.h"
#include "tests/core/support/mutants.h"

namespace sextant::measure {
namespace {

class MutantTest : public MeasureTest {
protected:
    MutantTest() {
        TestFolder folder = inLayout(randomModel(2, 2, 1, 2, 4), "llama");
        folder.config.replace(
            0, 1, "{\"note\":\"" + std::string(600, 'x') + "\","); // where a change may do no harm
        writeFolder(scratch_ / "model", folder);
    }

    /// Measures with `count` mutants of one file, one after the other, and puts the sound one back.
    void measureMutantsOf(const std::string& name, std::size_t head, unsigned seed, int count) {
        const auto file = scratch_ / "model" / name;
        const std::string sound = fileContent(file);
        test::Mutants mutants(sound, head, seed);
        MeasureOptions one = options("model");
        one.threads = 1;
        int measured = 0;
        for (int i = 0; i < count; ++i) {
            writeFile(file, mutants.next());
            const auto artifact = measure(one, {}, {});
            if (artifact) {
                ++measured;
                std::filesystem::remove(artifact->json);
                std::filesystem::remove(artifact->tensors);
            } else {
                EXPECT_FALSE(artifact.error().sentence.empty());
                EXPECT_EQ(describe(artifact.error()).find('\n'), std::string::npos);
            }
            const auto names = std::filesystem::directory_iterator(scratch_);
            ASSERT_EQ(std::distance(begin(names), end(names)), 1) << "only the model may be there";
        }
        writeFile(file, sound);
        EXPECT_GT(measured, 0);
        EXPECT_LT(measured, count);
        RecordProperty("measured", measured);
    }
};

TEST_F(MutantTest, Configurations) {
    measureMutantsOf("config.json", 200, 6, 200);
}

TEST_F(MutantTest, Weights) {
    measureMutantsOf("model.safetensors", 200, 7, 200);
}

TEST_F(MutantTest, Indices) {
    writeFolder(scratch_ / "model", inLayout(randomModel(2, 2, 1, 2, 4), "llama"), 2);
    std::filesystem::remove(scratch_ / "model" / "model.safetensors");
    measureMutantsOf("model.safetensors.index.json", 60, 8, 100);
}

} // namespace
} // namespace sextant::measure
