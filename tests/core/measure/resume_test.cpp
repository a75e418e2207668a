// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/measure/measure_fixture.h"

#include <cstring>

namespace sextant::measure {
namespace {

using testing::HasSubstr;

class ResumeTest : public MeasureTest {
protected:
    ResumeTest() { writeFolder(scratch_ / "model", inLayout(randomModel(7, 4, 2, 4, 16), "llama")); }

    /// Measures until about `share` of the work is done, then stops.
    void measurePart(const MeasureOptions& measureOptions, double share) {
        std::stop_source stop;
        const auto measured = measure(
            measureOptions,
            [&](const MeasureProgress& progress) {
                if (progress.fraction >= share) {
                    stop.request_stop();
                }
            },
            stop.get_token());
        ASSERT_FALSE(measured);
        EXPECT_EQ(measured.error().code, ErrorCode::Cancelled);
        EXPECT_FALSE(std::filesystem::exists(measureOptions.output));
        EXPECT_TRUE(std::filesystem::exists(scratch_ / ".out.measure" / "journal"));
    }

    std::string pairOf(const std::string& out) const {
        return fileContent(scratch_ / (out + "-eigdirs.safetensors")) + grams(out);
    }

    /// The JSON after the line with the tensor file's name, which differs.
    std::string grams(const std::string& out) const {
        const std::string json = fileContent(scratch_ / (out + ".json"));
        return json.substr(json.find("\"fro_sq\""));
    }
};

TEST_F(ResumeTest, GivesTheSameBytesAsOneRun) {
    ASSERT_NE(artifactOf(options("model", "whole")), nullptr);
    for (const double share : {0.0, 0.3, 0.8}) {
        MeasureOptions parted = options("model");
        parted.resume = true;
        measurePart(parted, share);
        const auto resumed = measure(parted, {}, {});
        ASSERT_TRUE(resumed) << describe(resumed.error());
        EXPECT_GE(resumed->resumedFraction, share);
        EXPECT_EQ(pairOf("out"), pairOf("whole"));
        EXPECT_FALSE(std::filesystem::exists(scratch_ / ".out.measure"));
        std::filesystem::remove(parted.output);
    }
}

TEST_F(ResumeTest, DropsARecordThatAKillCutShort) {
    ASSERT_NE(artifactOf(options("model", "whole")), nullptr);
    MeasureOptions parted = options("model");
    measurePart(parted, 0.5);
    const auto journal = scratch_ / ".out.measure" / "journal";
    const std::string content = fileContent(journal);
    writeFile(journal, content.substr(0, content.size() - 5));
    parted.resume = true;
    ASSERT_TRUE(measure(parted, {}, {}));
    EXPECT_EQ(pairOf("out"), pairOf("whole"));
}

TEST_F(ResumeTest, DoesNotTrustDirectionsThatNeverReachedTheDisk) {
    ASSERT_NE(artifactOf(options("model", "whole")), nullptr);
    MeasureOptions parted = options("model");
    measurePart(parted, 0.5);
    const auto directions = scratch_ / ".out.measure" / "directions";
    writeFile(directions, std::string(fileContent(directions).size(), '\0'));
    parted.resume = true;
    ASSERT_TRUE(measure(parted, {}, {}));
    EXPECT_EQ(pairOf("out"), pairOf("whole"));
}

TEST_F(ResumeTest, StartsOverWhereAKillCutTheFirstLine) {
    measurePart(options("model"), 0.5);
    const auto journal = scratch_ / ".out.measure" / "journal";
    writeFile(journal, fileContent(journal).substr(0, 100));
    MeasureOptions parted = options("model");
    parted.resume = true;
    const auto resumed = measure(parted, {}, {});
    ASSERT_TRUE(resumed) << describe(resumed.error());
    EXPECT_EQ(resumed->resumedFraction, 0.0);
}

TEST_F(ResumeTest, RefusesTheWorkOnAModelThatWasChanged) {
    measurePart(options("model"), 0.5);
    const auto weights = scratch_ / "model" / "model.safetensors";
    const auto time = std::filesystem::last_write_time(weights);
    std::string content = fileContent(weights);
    content.back() ^= 1;
    writeFile(weights, content);
    std::filesystem::last_write_time(weights, time); // as a copy that keeps times does
    MeasureOptions parted = options("model");
    parted.resume = true;
    const auto refused = measure(parted, {}, {});
    ASSERT_FALSE(refused);
    EXPECT_THAT(describe(refused.error()), HasSubstr("another checkpoint"));
}

TEST_F(ResumeTest, RefusesTheWorkWithAnotherNumberOfOtherHeads) {
    measurePart(options("model"), 0.5);
    MeasureOptions parted = options("model");
    parted.resume = true;
    parted.otherHeads = 2;
    const auto refused = measure(parted, {}, {});
    ASSERT_FALSE(refused);
    EXPECT_THAT(describe(refused.error()), HasSubstr("other options"));
}

/// A pair that cannot be put in place, because something is there only when the work is done.
TEST_F(ResumeTest, LongWorkOutlivesAWriteThatFails) {
    ASSERT_NE(artifactOf(options("model", "whole")), nullptr);
    const auto failing = [&](const MeasureOptions& measureOptions) {
        const auto block = scratch_ / "out-eigdirs.safetensors";
        const auto measured = measure(measureOptions,
                                      [&](const MeasureProgress& progress) {
                                          if (progress.fraction > 0.9) {
                                              std::filesystem::create_directories(block / "in the way");
                                          }
                                      },
                                      {});
        std::filesystem::remove_all(block);
        EXPECT_FALSE(measured);
        return measured ? std::nullopt : measured.error().advice;
    };
    EXPECT_EQ(failing(options("model")), std::nullopt);
    EXPECT_FALSE(std::filesystem::exists(scratch_ / ".out.measure")) << "work of a moment is not kept";

    MeasureOptions parted = options("model");
    parted.worthKeeping = std::chrono::seconds(0);
    EXPECT_EQ(failing(parted), Advice::ResumeKeepsWork);
    parted.resume = true;
    parted.worthKeeping = std::chrono::hours(1);
    EXPECT_EQ(failing(parted), Advice::ResumeKeepsWork) << "what was taken over is kept too";
    const auto resumed = measure(parted, {}, {});
    ASSERT_TRUE(resumed) << describe(resumed.error());
    EXPECT_NEAR(resumed->resumedFraction, 1.0, 1e-12);
    EXPECT_EQ(pairOf("out"), pairOf("whole"));
}

TEST_F(ResumeTest, AStopDuringATaskEndsTheRunAndKeepsTheJournal) {
    ASSERT_NE(artifactOf(options("model", "whole")), nullptr);
    std::stop_source stop;
    MeasureOptions parted = options("model");
    parted.threads = 1;
    const auto stopped = measure(
        parted, [&stop](const MeasureProgress&) { stop.request_stop(); }, stop.get_token());
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
    EXPECT_TRUE(std::filesystem::exists(scratch_ / ".out.measure" / "journal"));
    parted.resume = true;
    ASSERT_TRUE(measure(parted, {}, {}));
    EXPECT_EQ(pairOf("out"), pairOf("whole"));
}

TEST_F(ResumeTest, NoticesAtOnceThatTheWorkingFolderIsGone) {
    MeasureOptions one = options("model");
    one.threads = 1;
    one.worthKeeping = std::chrono::seconds(0);
    for (const bool isRenamed : {false, true}) {
        double fraction = 0.0;
        const auto measured = measure(one,
                                      [&](const MeasureProgress& progress) {
                                          if (fraction == 0.0 && progress.fraction > 0.0) {
                                              const auto folder = scratch_ / ".out.measure";
                                              if (isRenamed) {
                                                  std::filesystem::rename(folder, scratch_ / "moved");
                                              } else {
                                                  std::filesystem::remove_all(folder);
                                              }
                                              fraction = progress.fraction;
                                          }
                                          EXPECT_EQ(progress.fraction, fraction) << "no task is done in vain";
                                      },
                                      {});
        ASSERT_FALSE(measured);
        EXPECT_THAT(describe(measured.error()), HasSubstr("the working folder was removed or renamed"));
        EXPECT_EQ(measured.error().advice, std::nullopt) << "there is nothing to resume";
    }
}

TEST_F(ResumeTest, SharesTheThreadsOfABudget) {
    MeasureOptions shared = options("model");
    shared.budget = ThreadBudget(3);
    const ThreadBudget::Lease others = shared.budget->lease(3); // nothing is free: it works on one thread
    ASSERT_NE(artifactOf(options("model", "whole")), nullptr);
    ASSERT_TRUE(measure(shared, {}, {}));
    EXPECT_EQ(pairOf("out"), pairOf("whole"));
    EXPECT_EQ(shared.budget->lease(9).count(), 1);
}

TEST_F(ResumeTest, RefusesTheWorkOfOtherOptionsAndKeepsIt) {
    measurePart(options("model"), 0.5);
    MeasureOptions other = options("model");
    other.resume = true;
    other.topk = 2;
    const auto refused = measure(other, {}, {});
    ASSERT_FALSE(refused);
    EXPECT_THAT(describe(refused.error()), HasSubstr("other options or another checkpoint"));
    EXPECT_EQ(refused.error().advice, Advice::StartWithoutResume);
    other.topk = 8;
    EXPECT_TRUE(measure(other, {}, {}));
}

/// Options that leave no trace in the artifact count too: no gain is there to be folded.
TEST_F(ResumeTest, RefusesTheWorkOfARunThatWasAskedOtherwise) {
    measurePart(options("model"), 0.5);
    MeasureOptions other = options("model");
    other.resume = true;
    other.foldNorms = true;
    const auto refused = measure(other, {}, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().advice, Advice::StartWithoutResume);
}

TEST_F(ResumeTest, WithoutBeingAskedARunStartsOver) {
    measurePart(options("model"), 0.5);
    const auto measured = measure(options("model"), {}, {});
    ASSERT_TRUE(measured);
    EXPECT_EQ(measured->resumedFraction, 0.0);
}

TEST_F(ResumeTest, BytesDoNotDependOnThreads) {
    MeasureOptions one = options("model", "whole");
    one.threads = 1;
    MeasureOptions three = options("model");
    three.threads = 3;
    ASSERT_TRUE(measure(one, {}, {}) && measure(three, {}, {}));
    EXPECT_EQ(pairOf("out"), pairOf("whole"));
}

TEST_F(ResumeTest, ProgressEndsAtAllHeads) {
    MeasureProgress last;
    double fraction = 0.0;
    ASSERT_TRUE(measure(options("model"),
                        [&](const MeasureProgress& progress) {
                            EXPECT_GE(progress.fraction, fraction);
                            fraction = progress.fraction;
                            last = progress;
                        },
                        {}));
    EXPECT_EQ(last.headsDone, 4);
    EXPECT_EQ(last.heads, 4);
    EXPECT_NEAR(last.fraction, 1.0, 1e-12);
    ASSERT_TRUE(last.secondsLeft);
    EXPECT_NEAR(*last.secondsLeft, 0.0, 1e-6);
}

} // namespace
} // namespace sextant::measure
