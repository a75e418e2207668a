// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ranks/measure_on_ranks.h"

#include "core/ranks/messages.h"
#include "tests/core/measure/model_folder.h"
#include "tests/core/ranks/fake_transport.h"
#include "tests/core/temporary_folder.h"

#include <cmath>
#include <thread>

#include <gmock/gmock.h>

namespace sextant::ranks {
namespace {

using measure::MeasuredArtifact;
using measure::MeasureOptions;
using measure::MeasureProgress;
using measure::TestModel;
using testing::AllOf;
using testing::HasSubstr;

/// Ranks that are threads of this process.
class RanksTest : public TemporaryFolderTest {
protected:
    RanksTest() {
        writeModel("model", measure::randomModel(7, 4, 2, 4, 16));
        // Wide enough for products in floats, which need probes.
        writeModel("wide", measure::randomModel(9, 4, 2, 32, 300));
    }

    void writeModel(const std::string& name, const TestModel& model) const {
        measure::writeFolder(folder_ / name, measure::inLayout(model, "llama"));
    }

    MeasureOptions options(const std::string& out, const std::string& model = "model") const {
        MeasureOptions options;
        options.model = folder_ / model;
        std::filesystem::create_directories(folder_ / out);
        options.output = folder_ / out / "x.json";
        options.tensors = measure::TensorFormat::Safetensors;
        options.threads = 1;
        return options;
    }

    std::string pairOf(const std::string& out) const {
        return measure::fileContent(folder_ / out / "x.json") +
               measure::fileContent(folder_ / out / "x-eigdirs.safetensors");
    }

    /// Measures on as many ranks as there are options, the first being rank 0's.
    Result<MeasuredArtifact> measureOn(const std::vector<Result<MeasureOptions>>& each,
                                       const std::function<void(const MeasureProgress&)>& progress = {},
                                       const std::stop_token& stop = {}) {
        const int size = static_cast<int>(each.size());
        const auto boxes = std::make_shared<LetterBoxes>(size);
        std::optional<Result<MeasuredArtifact>> result;
        std::vector<std::jthread> others;
        for (int rank = 1; rank < size; ++rank) {
            others.emplace_back([&, rank] {
                FakeTransport transport(boxes, rank);
                if (rank == dyingRank_) {
                    transport.dieAfter(lettersOfDyingRank_);
                }
                const Ending ending =
                    measureOnRanks(transport, each[static_cast<std::size_t>(rank)], {}, {}, patience_);
                EXPECT_FALSE(ending.result);
                EXPECT_TRUE(ending.isEveryoneGone || dyingRank_ != 0);
            });
        }
        FakeTransport transport(boxes, 0);
        Ending ending = measureOnRanks(transport, each.front(), progress, stop, patience_);
        EXPECT_EQ(ending.isEveryoneGone, dyingRank_ == 0);
        return *std::move(ending.result);
    }

    Result<MeasuredArtifact> measureOn(int ranks, const MeasureOptions& all,
                                       const std::function<void(const MeasureProgress&)>& progress = {},
                                       const std::stop_token& stop = {}) {
        return measureOn(std::vector<Result<MeasureOptions>>(static_cast<std::size_t>(ranks), all), progress,
                         stop);
    }

    Patience patience_{std::chrono::microseconds(200), std::chrono::milliseconds(20), std::chrono::minutes(2),
                       std::chrono::minutes(1)};
    int dyingRank_ = 0; ///< 0: none
    int lettersOfDyingRank_ = 0;
};

TEST_F(RanksTest, AnyNumberOfThemWritesTheSameBytes) {
    for (const std::string model : {"model", "wide"}) {
        ASSERT_TRUE(measure::measure(options(model + "-alone", model), {}, {}));
        for (const int ranks : {1, 2, 4}) {
            const std::string out = model + std::to_string(ranks);
            const auto measured = measureOn(ranks, options(out, model));
            ASSERT_TRUE(measured) << describe(measured.error());
            EXPECT_EQ(pairOf(out), pairOf(model + "-alone")) << ranks << " ranks";
            EXPECT_FALSE(std::filesystem::exists(folder_ / out / ".x.measure"));
        }
    }
}

TEST_F(RanksTest, ChosenHeadsAndLayersTooAndEitherSide) {
    const auto some = [this](const std::string& out) {
        MeasureOptions these = options(out);
        these.heads = {1, 2, 3};
        these.layers = {0, 2, 3, 6};
        these.directions = measure::DirectionSide::Symmetric;
        these.foldNorms = true;
        these.threads = 2;
        return these;
    };
    ASSERT_TRUE(measure::measure(some("alone"), {}, {}));
    ASSERT_TRUE(measureOn(3, some("three")));
    EXPECT_EQ(pairOf("three"), pairOf("alone"));
}

TEST_F(RanksTest, AStoppedRunGoesOnWithAnotherNumberOfThem) {
    ASSERT_TRUE(measure::measure(options("alone"), {}, {}));
    for (const auto& [before, after] : {std::pair(3, 2), std::pair(2, 1), std::pair(1, 4)}) {
        const std::string out = "from" + std::to_string(before);
        std::stop_source stop;
        MeasureOptions parted = options(out);
        const auto stopped = measureOn(
            before, parted,
            [&stop](const MeasureProgress& progress) {
                if (progress.fraction > 0.4) {
                    stop.request_stop();
                }
            },
            stop.get_token());
        ASSERT_FALSE(stopped);
        EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
        EXPECT_TRUE(std::filesystem::exists(folder_ / out / ".x.measure" / "journal"));
        parted.resume = true;
        const auto resumed = after == 1 ? measure::measure(parted, {}, {}) : measureOn(after, parted);
        ASSERT_TRUE(resumed) << describe(resumed.error());
        EXPECT_GT(resumed->resumedFraction, 0.4);
        EXPECT_EQ(pairOf(out), pairOf("alone"));
    }
}

TEST_F(RanksTest, ARankThatCannotSeeTheModelIsNamed) {
    MeasureOptions elsewhere = options("out");
    elsewhere.model = folder_ / "not-mounted";
    const auto measured = measureOn({options("out"), elsewhere, options("out")});
    ASSERT_FALSE(measured);
    EXPECT_THAT(describe(measured.error()),
                AllOf(HasSubstr("not-mounted"), HasSubstr("(on rank 1 on host1)")));
    EXPECT_TRUE(std::filesystem::is_empty(folder_ / "out"));
}

TEST_F(RanksTest, ARankWithAnErrorInItsArgumentsIsNamed) {
    const auto measured =
        measureOn({options("out"), failure(ErrorCode::NotFound, {}, "MODEL", "is not in the cache")});
    ASSERT_FALSE(measured);
    EXPECT_EQ(describe(measured.error()), "MODEL: is not in the cache (on rank 1 on host1)");
}

TEST_F(RanksTest, ARankThatSeesAnotherModelIsNamed) {
    MeasureOptions other = options("out");
    other.model = folder_ / "wide";
    const auto measured = measureOn({options("out"), options("out"), other});
    ASSERT_FALSE(measured);
    EXPECT_THAT(describe(measured.error()), HasSubstr("rank 2 on host2 sees a different model from rank 0"));
    EXPECT_TRUE(std::filesystem::is_empty(folder_ / "out"));
}

TEST_F(RanksTest, WhatIsWrongWithTheModelIsSaidAsByOneProcess) {
    TestModel model = measure::randomModel(7, 4, 2, 4, 16);
    for (std::vector<float>& key : model.key) {
        key[70] = std::nanf(""); // row 4: of key head 1 in every layer
    }
    writeModel("broken", model);
    MeasureOptions broken = options("out", "broken");
    broken.layers = {3};
    const auto alone = measure::measure(broken, {}, {});
    const auto together = measureOn(2, broken);
    ASSERT_FALSE(alone);
    ASSERT_FALSE(together);
    EXPECT_EQ(describe(together.error()), describe(alone.error()));
}

TEST_F(RanksTest, RankZerosOwnErrorEndsAll) {
    const auto usage = measureOn({failure(ErrorCode::Usage, {}, "--layers", "is empty"), options("out")});
    ASSERT_FALSE(usage);
    EXPECT_EQ(describe(usage.error()), "--layers: is empty");
    MeasureOptions nowhere = options("out");
    nowhere.output = folder_ / "no" / "such" / "folder" / "x.json";
    EXPECT_FALSE(measureOn(3, nowhere));
}

TEST_F(RanksTest, ARankThatIsNeverHeardOfEndsTheRun) {
    patience_.silence = std::chrono::milliseconds(300);
    dyingRank_ = 1;
    const auto measured = measureOn(3, options("out"));
    ASSERT_FALSE(measured);
    EXPECT_THAT(describe(measured.error()), HasSubstr("nothing was heard from rank 1"));
}

TEST_F(RanksTest, ARankThatVanishesEndsTheRunWhichThenGoesOn) {
    ASSERT_TRUE(measure::measure(options("alone"), {}, {}));
    patience_.silence = std::chrono::milliseconds(300);
    patience_.sign = std::chrono::minutes(1); // of the others too: the first letters count
    dyingRank_ = 1;
    lettersOfDyingRank_ = 1; // its greeting: whatever task it is given then is never answered
    MeasureOptions parted = options("out");
    parted.worthKeeping = std::chrono::seconds(0);
    const auto measured = measureOn(2, parted);
    ASSERT_FALSE(measured);
    EXPECT_THAT(describe(measured.error()), HasSubstr("nothing was heard from rank 1 on host1"));
    dyingRank_ = 0;
    patience_ = {};
    parted.resume = true;
    const auto resumed = measureOn(3, parted);
    ASSERT_TRUE(resumed) << describe(resumed.error());
    EXPECT_GT(resumed->resumedFraction, 0.0);
    EXPECT_EQ(pairOf("out"), pairOf("alone"));
}

TEST_F(RanksTest, NonsenseFromAnotherRankEndsTheRun) {
    const auto boxes = std::make_shared<LetterBoxes>(2);
    FakeTransport other(boxes, 1);
    ASSERT_TRUE(other.send(0, Bytes(17)));
    ASSERT_TRUE(other.send(0, encode(Farewell{})));
    FakeTransport transport(boxes, 0);
    const Ending ending = measureOnRanks(transport, options("out"), {}, {}, patience_);
    ASSERT_FALSE(*ending.result);
    EXPECT_EQ(describe(ending.result->error()), "a message from another rank cannot be read (on rank 1)");
    EXPECT_TRUE(ending.isEveryoneGone);
}

} // namespace
} // namespace sextant::ranks
