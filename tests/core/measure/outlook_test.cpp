// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/outlook.h"
#include "tests/core/measure/measure_fixture.h"

namespace sextant::measure {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class OutlookTest : public MeasureTest {
protected:
    OutlookTest() {
        writeFolder(scratch_ / "model", inLayout(randomModel(6, 4, 2, 4, 32), "qwen3"));
        place_.folder = scratch_;
    }

    MeasureRequest request(const std::string& model = "model") const {
        MeasureRequest request;
        request.options = options(model);
        request.options.output.clear();
        return request;
    }

    Result<Outlook> outlook(const MeasureRequest& request) const {
        return outlookOf(request, {.layers = "Layers", .heads = "Heads", .config = "Configuration"}, place_,
                         {});
    }

    /// A cache of the hub that holds the model.
    void fillCache() {
        const std::filesystem::path repository = scratch_ / "hub" / "models--Org--Tiny";
        std::filesystem::create_directories(repository / "refs");
        writeFolder(repository / "snapshots" / "abc", inLayout(randomModel(3, 2, 2, 4, 16), "llama"));
        writeFile(repository / "refs" / "main", "abc");
    }

    OutputPlace place_;
};

TEST_F(OutlookTest, ReadsTheListsAndSaysWhatWouldBeMeasured) {
    MeasureRequest wish = request();
    wish.layers = "1-2,5";
    wish.heads = "0,3";
    wish.options.topk = 99;
    const auto found = outlook(wish);
    ASSERT_TRUE(found) << describe(found.error());
    EXPECT_THAT(found->options.layers.value(), ElementsAre(1, 2, 5));
    EXPECT_THAT(found->survey.layerNumbers, ElementsAre(1, 2, 5));
    EXPECT_EQ(found->survey.modelLayers, 6);
    EXPECT_THAT(found->survey.heads, ElementsAre(0, 3));
    EXPECT_EQ(found->survey.topk, 4); // no more than head_dim
    EXPECT_EQ(found->survey.layout, "qwen3");
    EXPECT_GT(found->survey.weightBytes, 0U);
}

TEST_F(OutlookTest, ComplaintsNameTheFieldAsWhoeverAsksCallsIt) {
    MeasureRequest wish = request();
    wish.layers = "all";
    EXPECT_EQ(describe(outlook(wish).error()),
              "Layers: 'all' is not a list of numbers and ranges such as 0-11,20");
    wish = request();
    wish.config = {"config.json", "model_type"};
    EXPECT_EQ(describe(outlook(wish).error()),
              "Configuration: \"model_type\" is not KEY=VALUE, nor the only file");
}

TEST_F(OutlookTest, ValuesOfTheConfigurationCount) {
    MeasureRequest wish = request();
    wish.config = {"num_hidden_layers=6", "model_type=llama"};
    const auto found = outlook(wish);
    ASSERT_TRUE(found) << describe(found.error());
    EXPECT_EQ(found->survey.layout, "llama");
}

TEST_F(OutlookTest, ANameIsLookedUpInTheCache) {
    fillCache();
    MeasureRequest wish = request();
    wish.options.model = "Org/Tiny";
    wish.options.cache = scratch_ / "hub";
    const auto found = outlook(wish);
    ASSERT_TRUE(found) << describe(found.error());
    EXPECT_EQ(found->options.model, scratch_ / "hub" / "models--Org--Tiny" / "snapshots" / "abc");
    EXPECT_EQ(found->options.output, scratch_ / "Tiny.json");
    wish.options.model = "Org/Other";
    EXPECT_THAT(describe(outlook(wish).error()), HasSubstr("nothing is downloaded"));
}

TEST_F(OutlookTest, AnOutputNobodyNamesIsOneThatIsFree) {
    EXPECT_EQ(outlook(request())->options.output, scratch_ / "model.json");
    writeFile(scratch_ / "model-eigdirs.safetensors", "");
    EXPECT_EQ(outlook(request())->options.output, scratch_ / "model-2.json");
    place_.taken = {scratch_ / "." / "model-2.json"};
    const auto found = outlook(request());
    EXPECT_EQ(found->options.output, scratch_ / "model-3.json");
    EXPECT_FALSE(found->replaces);
    EXPECT_FALSE(found->outputError);
    EXPECT_GT(found->freeBytes.value_or(0), 0U);
}

TEST_F(OutlookTest, TellsWhatIsAtTheOutputAlready) {
    MeasureRequest wish = request();
    wish.options.output = scratch_ / "old.json";
    writeFile(scratch_ / "old.json", "");
    std::filesystem::create_directory(scratch_ / ".old.measure");
    const auto found = outlook(wish);
    ASSERT_TRUE(found && !found->outputError);
    EXPECT_TRUE(found->replaces);
    EXPECT_TRUE(found->hasUnfinishedWork);
}

TEST_F(OutlookTest, AnOutputThatCannotBeDoesNotHideTheModel) {
    MeasureRequest wish = request();
    wish.options.output = scratch_ / "nowhere" / "out.json";
    auto found = outlook(wish);
    ASSERT_TRUE(found && found->outputError);
    EXPECT_THAT(describe(*found->outputError), HasSubstr("does not exist"));
    EXPECT_EQ(found->survey.modelType, "qwen3");

    wish.options.output = scratch_ / "waiting.json";
    place_.taken = {scratch_ / "waiting.json"};
    found = outlook(wish);
    ASSERT_TRUE(found && found->outputError);
    EXPECT_THAT(describe(*found->outputError), HasSubstr("queued or running"));
}

TEST_F(OutlookTest, AStopIsAnswered) {
    std::stop_source stop;
    stop.request_stop();
    const auto found = outlookOf(request(), {}, place_, stop.get_token());
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, ErrorCode::Cancelled);
}

/// The directions alone are 12 * 4 * 8 * 512 floats.
TEST_F(OutlookTest, TheDiskThatIsNeededIsNearWhatIsWritten) {
    writeFolder(scratch_ / "larger", inLayout(randomModel(12, 4, 2, 16, 512), "llama"));
    const auto found = outlook(request("larger"));
    ASSERT_TRUE(found) << describe(found.error());
    const auto measured = measure(found->options, {}, {});
    ASSERT_TRUE(measured) << describe(measured.error());
    const auto written = static_cast<double>(std::filesystem::file_size(measured->json) +
                                             std::filesystem::file_size(measured->tensors));
    const auto estimated = static_cast<double>(found->survey.needs.artifactBytes);
    EXPECT_GT(estimated, 0.9 * written);
    EXPECT_LT(estimated, 1.1 * written);
    EXPECT_GT(found->survey.needs.workingBytes, 12U * 4 * 8 * 512 * 4);
}

TEST_F(OutlookTest, MoreThreadsNeedMoreMemory) {
    MeasureRequest wish = request();
    wish.options.threads = 1;
    const std::uint64_t one = outlook(wish)->survey.needs.memoryBytes;
    wish.options.threads = 4;
    EXPECT_GT(outlook(wish)->survey.needs.memoryBytes, one);
}

} // namespace
} // namespace sextant::measure
