// SPDX-License-Identifier: GPL-3.0-or-later
// The built program under Open MPI's mpirun, all ranks on this machine and none on a network.
#include "tests/app/program.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QProcessEnvironment>

#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sextant::test {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr int longestMilliseconds = 120000;

/// What mpirun needs as root, on few cores, without a network, and where processes may not read each other.
QProcessEnvironment offlineEnvironment(const std::filesystem::path& home) {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString& name : environment.keys()) {
        if (name.startsWith("OMPI_") || name.startsWith("PMI") || name.startsWith("SLURM_") ||
            name.startsWith("HF_") || name == "DISPLAY") {
            environment.remove(name);
        }
    }
    for (const auto& [name, value] : {std::pair("OMPI_ALLOW_RUN_AS_ROOT", "1"),
                                      {"OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1"},
                                      {"PRTE_ALLOW_RUN_AS_ROOT", "1"},
                                      {"PRTE_ALLOW_RUN_AS_ROOT_CONFIRM", "1"},
                                      {"OMPI_MCA_btl", "self,vader"},
                                      {"OMPI_MCA_btl_vader_single_copy_mechanism", "none"},
                                      {"OMPI_MCA_btl_sm_single_copy_mechanism", "none"},
                                      {"OMPI_MCA_rmaps_base_oversubscribe", "1"}}) {
        environment.insert(name, value);
    }
    environment.insert("HOME", QString::fromStdString(home.string()));
    return environment;
}

/// From version 5 on, Open MPI's launcher prints nothing of what its ranks say once it ends them.
bool passesLastWordsOn() {
    QProcess launcher;
    launcher.start(SEXTANT_MPIRUN, {"--version"});
    launcher.waitForFinished();
    return launcher.readAllStandardOutput().startsWith("mpirun (Open MPI) 4.");
}

/// Some ranks of the program.
class Ranks {
public:
    Ranks(int count, const std::vector<std::string>& arguments,
          const std::map<std::string, std::string>& environment = {}) {
        QProcessEnvironment variables = offlineEnvironment(home_.path());
        for (const auto& [name, value] : environment) {
            variables.insert(QString::fromStdString(name), QString::fromStdString(value));
        }
        QStringList words = {"--map-by", ":OVERSUBSCRIBE", "-n", QString::number(count), SEXTANT_PROGRAM};
        for (const std::string& argument : arguments) {
            words.append(QString::fromStdString(argument));
        }
        process_.setProcessEnvironment(variables);
        process_.setStandardInputFile(QProcess::nullDevice());
        process_.start(SEXTANT_MPIRUN, words);
    }
    ~Ranks() {
        process_.terminate();
        process_.waitForFinished();
    }
    Ranks(const Ranks&) = delete;
    Ranks& operator=(const Ranks&) = delete;

    /// Waits for the end.
    Outcome outcome() {
        const bool ended =
            process_.state() == QProcess::NotRunning || process_.waitForFinished(longestMilliseconds);
        return {ended && process_.exitStatus() == QProcess::NormalExit ? process_.exitCode() : -1,
                process_.readAllStandardOutput().toStdString(),
                process_.readAllStandardError().toStdString()};
    }

    /// Waits until the file has so many bytes; false when the ranks end before.
    bool waitFor(const std::filesystem::path& file, std::uintmax_t bytes) {
        QElapsedTimer time;
        time.start();
        std::error_code absent;
        std::uintmax_t size = 0;
        while (size < bytes && time.elapsed() < longestMilliseconds) {
            if (process_.waitForFinished(1)) {
                return false;
            }
            size = std::filesystem::file_size(file, absent);
            size = absent ? 0 : size;
        }
        return size >= bytes;
    }

    /// Sends a signal to one rank.
    void signalRank(int rank, int signal) {
        const std::string parent = fmt::format("\nPPid:\t{}\n", process_.processId());
        const std::string variable = fmt::format("OMPI_COMM_WORLD_RANK={}", rank) + '\0';
        int found = 0;
        for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
            const std::string pid = entry.path().filename().string();
            if (pid.find_first_not_of("0123456789") == std::string::npos &&
                textOf(entry.path() / "status").find(parent) != std::string::npos &&
                textOf(entry.path() / "environ").find(variable) != std::string::npos) {
                ::kill(std::stoi(pid), signal);
                ++found;
            }
        }
        EXPECT_EQ(found, 1);
    }

    void signalAll(int signal) { ::kill(static_cast<pid_t>(process_.processId()), signal); }

private:
    /// Empty where the process is gone.
    static std::string textOf(const std::filesystem::path& path) {
        std::ifstream stream(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }

    TemporaryFolder home_;
    QProcess process_;
};

/// A model of arbitrary weights that takes a moment to measure.
void writeModel(const TemporaryFolder& folder) {
    constexpr int layers = 16;
    constexpr std::uint64_t rows = 1024;
    constexpr std::uint64_t columns = 1024;
    folder.write("config.json", fmt::format(R"({{"model_type":"llama","num_hidden_layers":{},)"
                                            R"("num_attention_heads":16,"hidden_size":{}}})",
                                            layers, columns));
    std::string header = "{";
    std::uint64_t offset = 0;
    for (int l = 0; l < layers; ++l) {
        for (const char* side : {"q", "k"}) {
            header += fmt::format(R"({}"model.layers.{}.self_attn.{}_proj.weight":{{"dtype":"BF16",)"
                                  R"("shape":[{},{}],"data_offsets":[{},{}]}})",
                                  offset > 0 ? "," : "", l, side, rows, columns, offset,
                                  offset + 2 * rows * columns);
            offset += 2 * rows * columns;
        }
    }
    header += "}";
    std::string file(8, '\0');
    for (std::size_t i = 0; i < 8; ++i) {
        file[i] = static_cast<char>(header.size() >> (8 * i) & 0xff);
    }
    file += header;
    file.reserve(file.size() + offset);
    std::uint32_t state = 1;
    for (std::uint64_t i = 0; i < offset / 2; ++i) {
        state = state * 1664525U + 1013904223U;
        // Sign and mantissa from the generator; an exponent near 1/64.
        const auto word = static_cast<std::uint16_t>((state >> 16 & 0x81ffU) | 0x3c00U);
        file += static_cast<char>(word & 0xffU);
        file += static_cast<char>(word >> 8);
    }
    folder.write("model.safetensors", file);
}

class Mpi : public testing::Test {
protected:
    void SetUp() override {
        if (std::string(SEXTANT_MPIRUN).empty()) {
            GTEST_SKIP() << "mpirun was not found when the tests were configured (openmpi-bin)";
        }
    }

    std::vector<std::string> arguments(const std::string& name, bool resumes = false) const {
        return argumentsFor(SEXTANT_TEST_DATA "/measure/stories260K", name, resumes);
    }

    std::vector<std::string> argumentsFor(const std::filesystem::path& model, const std::string& name,
                                          bool resumes = false) const {
        std::filesystem::create_directories(out_.path() / name);
        std::vector<std::string> all = {
            "measure",   model.string(), "-o",        (out_.path() / name / "x.json").string(),
            "--tensors", "safetensors",  "--threads", "1"};
        if (resumes) {
            all.emplace_back("--resume");
        }
        return all;
    }

    std::string pairOf(const std::string& name) const {
        return contentOf(out_.path() / name / "x.json") +
               contentOf(out_.path() / name / "x-eigdirs.safetensors");
    }

    std::filesystem::path journalOf(const std::string& name) const {
        return out_.path() / name / ".x.measure" / "journal";
    }

    TemporaryFolder out_;
};

TEST_F(Mpi, AnyNumberOfRanksWritesTheBytesOfOneProcessAndOnePrints) {
    const Outcome alone = run(arguments("alone"));
    ASSERT_EQ(alone.status, 0) << alone.err;
    for (const int count : {1, 2, 3}) {
        const std::string name = std::to_string(count);
        const Outcome together = Ranks(count, arguments(name)).outcome();
        ASSERT_EQ(together.status, 0) << together.err;
        EXPECT_EQ(pairOf(name), pairOf("alone")) << count;
        EXPECT_EQ(std::count(together.out.begin(), together.out.end(), '\n'),
                  std::count(alone.out.begin(), alone.out.end(), '\n'))
            << together.out;
    }
}

TEST_F(Mpi, AnErrorIsOneSentence) {
    const auto count = [](const std::string& text, const std::string& part) {
        int found = 0;
        for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
            ++found;
        }
        return found;
    };
    for (const std::vector<std::string>& wrong :
         {std::vector<std::string>{"measure", "no/such/model", "-o", (out_.path() / "x.json").string()},
          {"measure", SEXTANT_TEST_DATA "/measure/stories260K", "-o", (out_.path() / "x.json").string(),
           "--layers", "0-99"},
          {"measure", "--no-such-option"}}) {
        const Outcome outcome = Ranks(3, wrong).outcome();
        EXPECT_GT(outcome.status, 0);
        EXPECT_EQ(count(outcome.err, "sextant: error: ") + count(outcome.err, "--no-such-option"), 1)
            << outcome.err;
        EXPECT_THAT(outcome.out, IsEmpty());
    }
    EXPECT_THAT(out_.names(), IsEmpty());
}

TEST_F(Mpi, RanksThatAreKilledOrStoppedCostNothingButTime) {
    const TemporaryFolder model;
    writeModel(model);
    ASSERT_EQ(run(argumentsFor(model.path(), "alone")).status, 0);
    const std::string kept = "what is finished is kept beside the output; --resume continues the run";
    const testing::Matcher<std::string> lastWords =
        passesLastWordsOn() ? HasSubstr(kept) : testing::Matcher<std::string>(testing::_);
    std::uintmax_t recorded = 0;
    const auto hasRecordedMore = [&](Ranks& ranks) {
        const bool more = ranks.waitFor(journalOf("parted"), recorded + 10000);
        EXPECT_TRUE(more) << ranks.outcome().err;
        return more;
    };

    Ranks three(3, argumentsFor(model.path(), "parted"));
    ASSERT_TRUE(hasRecordedMore(three));
    three.signalRank(1, SIGKILL);
    const Outcome first = three.outcome();
    EXPECT_GT(first.status, 0);
    EXPECT_THAT(first.err, lastWords);

    recorded = std::filesystem::file_size(journalOf("parted"));
    Ranks two(2, argumentsFor(model.path(), "parted", true));
    ASSERT_TRUE(hasRecordedMore(two));
    two.signalRank(0, SIGKILL);
    EXPECT_GT(two.outcome().status, 0);

    // Without a launcher that ends it, rank 0 is heard under any of them.
    recorded = std::filesystem::file_size(journalOf("parted"));
    Ranks asked(2, argumentsFor(model.path(), "parted", true));
    ASSERT_TRUE(hasRecordedMore(asked));
    asked.signalRank(0, SIGINT);
    const Outcome stopped = asked.outcome();
    EXPECT_GT(stopped.status, 0);
    EXPECT_THAT(stopped.err, AllOf(HasSubstr(kept), Not(HasSubstr("sextant: error"))));

    recorded = std::filesystem::file_size(journalOf("parted"));
    Ranks others(2, argumentsFor(model.path(), "parted", true));
    ASSERT_TRUE(hasRecordedMore(others));
    others.signalAll(SIGINT);
    const Outcome ended = others.outcome();
    EXPECT_GT(ended.status, 0);
    EXPECT_THAT(ended.err, AllOf(lastWords, Not(HasSubstr("sextant: error"))));
    EXPECT_FALSE(std::filesystem::exists(out_.path() / "parted" / "x.json"));

    const Outcome last = run(argumentsFor(model.path(), "parted", true)); // by one process
    EXPECT_EQ(last.status, 0) << last.err;
    EXPECT_THAT(last.out, ContainsRegex("resumed from the previous run: [1-9]"));
    EXPECT_EQ(pairOf("parted"), pairOf("alone"));
}

TEST_F(Mpi, WordsOfALauncherThatMpiDoesNotConfirmAreAnError) {
    const Outcome outcome =
        run(arguments("x"), {{"PMI_RANK", "0"}, {"PMI_SIZE", "4"}, {"OMPI_MCA_btl", "self"}});
    EXPECT_NE(outcome.status, 0); // by MPI itself where it does not start a process alone
    EXPECT_THAT(outcome.out, IsEmpty());
    EXPECT_FALSE(std::filesystem::exists(out_.path() / "x" / "x.json"));
}

TEST_F(Mpi, AJobOfSlurmWithoutStepsIsOneProcess) {
    const Outcome outcome =
        run(arguments("x"), {{"SLURM_JOB_ID", "7"}, {"SLURM_NTASKS", "16"}, {"SLURM_PROCID", "0"}});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
}

} // namespace
} // namespace sextant::test
