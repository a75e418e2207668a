// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <functional>
#include <ostream>

namespace sextant::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

/// Something the program can be asked for.
struct Request {
    std::string name;
    /// The arguments, given an artifact that causes a warning and a folder to write to.
    std::function<std::vector<std::string>(const std::string& file, const std::string& folder)> arguments;
    int status = 0;     ///< when all streams work
    bool prints = true; ///< on standard output
    std::vector<std::string> files = {};

    friend void PrintTo(const Request& request, std::ostream* out) { *out << request.name; }
};

const std::string tensors = (artifact("").parent_path() / "stories260K-eigdirs.pt").string();

std::vector<Request> requests() {
    return {
        {"help", [](const auto&, const auto&) { return std::vector<std::string>{"--help"}; }},
        {"version", [](const auto&, const auto&) { return std::vector<std::string>{"--version"}; }},
        {"report_help",
         [](const auto&, const auto&) {
             return std::vector<std::string>{"report", "--help"};
         }},
        {"wrong_use", [](const auto&, const auto&) { return std::vector<std::string>{"--no-such-option"}; },
         2, false},
        {"report",
         [](const auto& file, const auto&) {
             return std::vector<std::string>{"report", file, "--eigdirs", tensors};
         }},
        {"report_to_a_file",
         [](const auto& file, const auto& folder) {
             return std::vector<std::string>{"report", file, "--eigdirs", tensors, "-o", folder + "/a.txt"};
         },
         0,
         false,
         {"a.txt"}},
        {"report_without_tensors",
         [](const auto& file, const auto&) {
             return std::vector<std::string>{"report", file};
         },
         1},
        {"export",
         [](const auto& file, const auto& folder) {
             return std::vector<std::string>{"export", file,      "--eigdirs", tensors,    "--out",
                                             folder,   "--plots", "heatmap",   "--format", "svg,png"};
         },
         0,
         true,
         {"stories260K-heatmap-anchor4.png", "stories260K-heatmap-anchor4.svg"}},
        {"measure",
         [](const auto&, const auto& folder) {
             return std::vector<std::string>{"measure",   SEXTANT_TEST_DATA "/measure/stories260K",
                                             "-o",        folder + "/a.json",
                                             "--tensors", "safetensors"};
         },
         0,
         true,
         {"a-eigdirs.safetensors", "a.json"}},
    };
}

class BrokenStreams : public testing::TestWithParam<Request> {
protected:
    /// stories260K with one gram that differs from its mirror image.
    static std::string suspiciousArtifact(const TemporaryFolder& folder) {
        auto json = nlohmann::json::parse(contentOf(artifact("stories260K")));
        json["gram"][0][1][0] = json["gram"][0][1][0].get<double>() + 1e-3;
        return folder.write("suspicious.json", json.dump()).string();
    }

    struct Result {
        Outcome outcome;
        std::vector<std::string> names;
        std::vector<std::string> contents;
    };

    static Result make(const Streams& streams) {
        const TemporaryFolder inputs;
        const TemporaryFolder folder;
        Result result{
            run(GetParam().arguments(suspiciousArtifact(inputs), folder.path().string()), {}, streams),
            folder.names(),
            {}};
        for (const std::string& name : result.names) {
            result.contents.push_back(contentOf(folder.path() / name));
        }
        return result;
    }
};

TEST_P(BrokenStreams, NeitherCrashNorHideAFailureNorLoseAFile) {
    const Request& request = GetParam();
    const Result usual = make({});
    ASSERT_EQ(usual.outcome.status, request.status) << usual.outcome.err;
    ASSERT_EQ(usual.outcome.out.empty(), !request.prints);
    ASSERT_EQ(usual.names, request.files);
    if (request.name.starts_with("report_to") || request.name == "export") {
        ASSERT_THAT(usual.outcome.err, HasSubstr("warning")) << "a warning must be pending";
    }
    using enum Stream;
    for (const Streams& streams :
         {Streams{Closed, Usual, Usual}, Streams{Full, Usual, Usual}, Streams{Usual, Closed, Usual},
          Streams{Usual, Full, Usual}, Streams{Usual, Usual, Closed}, Streams{Usual, Usual, Full},
          Streams{Closed, Closed, Closed}, Streams{Full, Full, Full}, Streams{Usual, Closed, Full},
          Streams{Closed, Full, Closed}}) {
        SCOPED_TRACE(testing::Message()
                     << "in " << static_cast<int>(streams.in) << ", out " << static_cast<int>(streams.out)
                     << ", err " << static_cast<int>(streams.err));
        const Result broken = make(streams);
        const bool isLost = streams.out != Usual && request.prints;
        EXPECT_EQ(broken.outcome.status, isLost ? 1 : request.status) << broken.outcome.err;
        EXPECT_EQ(broken.names, usual.names);
        EXPECT_EQ(broken.contents, usual.contents) << "what a stream cannot take must not go into a file";
        if (streams.out == Usual && request.name != "measure") { // which says how long it took
            EXPECT_EQ(broken.outcome.out.size(), usual.outcome.out.size());
        }
        if (isLost && streams.err == Usual && request.status == 0) {
            EXPECT_THAT(broken.outcome.err,
                        HasSubstr("sextant: error: standard output: could not be written ("));
        }
        if (streams.err != Usual) {
            EXPECT_THAT(broken.outcome.err, IsEmpty());
        }
    }
}

INSTANTIATE_TEST_SUITE_P(CommandLine, BrokenStreams, testing::ValuesIn(requests()),
                         [](const testing::TestParamInfo<Request>& instance) { return instance.param.name; });

} // namespace
} // namespace sextant::test
