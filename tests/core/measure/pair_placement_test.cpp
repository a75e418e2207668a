// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/pair_placement.h"

#include "tests/core/measure/measure_fixture.h"

namespace sextant::measure {
namespace {

class PairPlacementTest : public MeasureTest {
protected:
    PairPlacementTest() {
        std::filesystem::create_directory(paths_.workingFolder);
        writeFile(newJson(), "new json");
        writeFile(newTensors(), "new tensors");
    }
    std::filesystem::path newJson() const { return paths_.workingFolder / paths_.json.filename(); }
    std::filesystem::path newTensors() const { return paths_.workingFolder / paths_.tensors.filename(); }
    void writeOldPair() const {
        writeFile(paths_.json, "old json");
        writeFile(paths_.tensors, "old tensors");
    }
    std::string pair() const {
        const auto content = [](const std::filesystem::path& path) {
            return std::filesystem::is_regular_file(path) ? fileContent(path) : std::string("nothing");
        };
        return content(paths_.json) + ", " + content(paths_.tensors);
    }

    ArtifactPaths paths_{scratch_ / "out.json", scratch_ / "out-eigdirs.safetensors",
                         scratch_ / ".out.measure"};
};

TEST_F(PairPlacementTest, PutsAPairWhereNoneWas) {
    ASSERT_TRUE(putPairInPlace(paths_));
    EXPECT_EQ(pair(), "new json, new tensors");
}

TEST_F(PairPlacementTest, ReplacesAPairAndLeavesNothingOfIt) {
    writeOldPair();
    ASSERT_TRUE(putPairInPlace(paths_));
    EXPECT_EQ(pair(), "new json, new tensors");
    EXPECT_TRUE(std::filesystem::is_empty(paths_.workingFolder));
}

TEST_F(PairPlacementTest, TheOldPairStandsWhicheverStepFails) {
    const auto expectOldPairAfter = [this](const std::filesystem::path& missing, const char* step) {
        writeOldPair();
        std::filesystem::remove(missing);
        const auto placed = putPairInPlace(paths_);
        ASSERT_FALSE(placed) << step;
        EXPECT_EQ(placed.error().code, ErrorCode::WriteFailed);
        EXPECT_EQ(pair(), "old json, old tensors") << step;
    };
    const auto block = [this](const char* former) {
        std::filesystem::create_directories(paths_.workingFolder / former / "in the way");
        return paths_.workingFolder / "nothing";
    };
    expectOldPairAfter(newJson(), "the new JSON");
    EXPECT_EQ(fileContent(newTensors()), "new tensors") << "the finished work is still there";
    expectOldPairAfter(newTensors(), "the new tensors");
    expectOldPairAfter(block(kFormerTensors), "the old tensors");
    expectOldPairAfter(block(kFormerJson), "the old JSON");
}

TEST_F(PairPlacementTest, AFolderInTheWayStays) {
    writeFile(paths_.json, "old json");
    std::filesystem::create_directories(paths_.tensors / "inside");
    ASSERT_FALSE(putPairInPlace(paths_));
    EXPECT_TRUE(std::filesystem::is_directory(paths_.tensors / "inside"));
    EXPECT_EQ(fileContent(paths_.json), "old json");
}

TEST_F(PairPlacementTest, BringsBackAPairThatAPowerFailureLeftAside) {
    writeFile(paths_.workingFolder / kFormerJson, "old json");
    writeFile(paths_.workingFolder / kFormerTensors, "old tensors");
    writeFile(paths_.tensors, "new tensors");
    restoreFormerPair(paths_);
    EXPECT_EQ(pair(), "old json, old tensors");
}

TEST_F(PairPlacementTest, LeavesANewPairThatIsInPlace) {
    ASSERT_TRUE(putPairInPlace(paths_));
    writeFile(paths_.workingFolder / kFormerJson, "old json");
    restoreFormerPair(paths_);
    EXPECT_EQ(pair(), "new json, new tensors");
}

} // namespace
} // namespace sextant::measure
