// SPDX-License-Identifier: GPL-3.0-or-later
// A disk that fails when what was written is flushed to it.
#include "core/measure/measure_sink.h"

#include "tests/core/measure/opened_model.h"

#include <fcntl.h>
#include <unistd.h>

#include <optional>

namespace sextant::measure {
namespace {

using testing::HasSubstr;

/// The number under which this process has the file open; -1 when it has not.
int descriptorOf(const std::filesystem::path& path) {
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
        std::error_code gone; // the iterator's own
        if (std::filesystem::read_symlink(entry.path(), gone) == std::filesystem::canonical(path)) {
            return std::stoi(entry.path().filename().string());
        }
    }
    return -1;
}

/// Puts /dev/null behind an open file: it takes everything that is written, and refuses every flush.
void letFlushesFail(const std::filesystem::path& path) {
    const int descriptor = descriptorOf(path);
    ASSERT_GE(descriptor, 0) << path;
    const FileDescriptor null = FileDescriptor::open("/dev/null", O_RDWR);
    ASSERT_EQ(::dup2(null.get(), descriptor), descriptor);
    std::filesystem::remove(path);
    std::filesystem::create_symlink("/dev/null", path); // the file is still where it was opened
}

class FlushTest : public MeasureTest {
protected:
    static constexpr std::chrono::nanoseconds always{0};

    FlushTest() {
        writeFolder(scratch_ / "model", inLayout(randomModel(4, 4, 2, 2, 8), "llama"));
        model_.emplace(scratch_ / "model");
        plan_ =
            planMeasurement(options("model"), model_->weights().shape(), model_->weights().layerNumbers());
        store_ = DirectionStore::open(directionFile_, 4 * 4, plan_->topk * 8);
    }

    void openJournal(std::chrono::nanoseconds flushInterval) {
        journal_ = Journal::open(journalFile_, "run", false, flushInterval);
        ASSERT_TRUE(plan_ && store_ && journal_);
    }

    /// What the sink says to the outcome of the first task.
    Result<void> acceptOne() {
        MeasureSink sink(*plan_, **store_, **journal_);
        const Result<Outcome> outcome = perform(
            model_->weights(),
            operators::SpectrumTask{
                LayerIndex{0}, 0, {HeadIndex{0}, HeadIndex{1}}, operators::DirectionSide::Query, plan_->topk},
            {});
        EXPECT_TRUE(outcome);
        return sink.accept(0, *outcome);
    }

    std::filesystem::path journalFile_ = scratch_ / "journal";
    std::filesystem::path directionFile_ = scratch_ / "directions";
    std::optional<OpenedModel> model_;
    Result<MeasurePlan> plan_;
    Result<std::shared_ptr<DirectionStore>> store_;
    Result<std::unique_ptr<Journal>> journal_;
};

TEST_F(FlushTest, AJournalThatCannotBeFlushedIsAnError) {
    openJournal(always);
    EXPECT_TRUE((*journal_)->flush());
    letFlushesFail(journalFile_);
    const auto flushed = (*journal_)->flush();
    ASSERT_FALSE(flushed);
    EXPECT_EQ(flushed.error().code, ErrorCode::WriteFailed);
    EXPECT_EQ(flushed.error().file, journalFile_);
    EXPECT_THAT(flushed.error().sentence, HasSubstr("cannot flush the working file to the disk (Invalid"));
}

TEST_F(FlushTest, DirectionsThatCannotBeFlushedAreAnError) {
    ASSERT_TRUE(store_);
    EXPECT_TRUE((*store_)->flush());
    letFlushesFail(directionFile_);
    const auto flushed = (*store_)->flush();
    ASSERT_FALSE(flushed);
    EXPECT_EQ(flushed.error().code, ErrorCode::WriteFailed);
    EXPECT_EQ(flushed.error().file, directionFile_);
    EXPECT_THAT(flushed.error().sentence, HasSubstr("cannot flush the working file to the disk (Invalid"));
}

TEST_F(FlushTest, AFlushThatIsDueAndFailsEndsTheMeasurement) {
    openJournal(always);
    letFlushesFail(journalFile_);
    const auto accepted = acceptOne();
    ASSERT_FALSE(accepted);
    EXPECT_EQ(accepted.error().file, journalFile_);
    EXPECT_THAT(accepted.error().sentence, HasSubstr("cannot flush"));

    std::filesystem::remove(journalFile_);
    openJournal(always);
    letFlushesFail(directionFile_);
    const auto withoutDirections = acceptOne();
    ASSERT_FALSE(withoutDirections);
    EXPECT_EQ(withoutDirections.error().file, directionFile_);
    EXPECT_THAT(withoutDirections.error().sentence, HasSubstr("cannot flush"));
}

TEST_F(FlushTest, NothingIsFlushedBeforeItIsDue) {
    openJournal(std::chrono::hours(1));
    EXPECT_FALSE((*journal_)->isFlushDue());
    letFlushesFail(journalFile_);
    letFlushesFail(directionFile_);
    EXPECT_TRUE(acceptOne());
}

} // namespace
} // namespace sextant::measure
