// SPDX-License-Identifier: GPL-3.0-or-later
// Kills a measurement in each of its writes, damages what it leaves and resumes it.
#include "tests/app/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>

namespace sextant::test {
namespace {

using testing::HasSubstr;

/// What happens to the journal after a kill. Its first line, the identity of the run, is spared.
struct Damage {
    std::string name;
    std::function<void(std::string& journal, std::size_t firstRecord, std::mt19937& random)> apply;
};

std::vector<Damage> damages() {
    const auto place = [](const std::string& journal, std::size_t firstRecord, std::mt19937& random) {
        return firstRecord + random() % (journal.size() - firstRecord + 1);
    };
    const auto garbage = [](std::size_t count, std::mt19937& random) {
        std::string bytes(count, '\0');
        std::generate(bytes.begin(), bytes.end(), [&random] { return static_cast<char>(random() & 0xff); });
        return bytes;
    };
    return {
        {"none", [](std::string&, std::size_t, std::mt19937&) {}},
        {"cut", [place](std::string& journal, std::size_t firstRecord,
                        std::mt19937& random) { journal.resize(place(journal, firstRecord, random)); }},
        {"flipped bits",
         [place](std::string& journal, std::size_t firstRecord, std::mt19937& random) {
             for (int flip = 0; flip < 3; ++flip) {
                 const std::size_t at = place(journal, firstRecord, random);
                 if (at < journal.size()) {
                     journal[at] = static_cast<char>(journal[at] ^ (1 << random() % 8));
                 }
             }
         }},
        {"garbage at the end", [garbage](std::string& journal, std::size_t,
                                         std::mt19937& random) { journal += garbage(200, random); }},
        {"zeros at the end",
         [](std::string& journal, std::size_t, std::mt19937&) { journal += std::string(4096, '\0'); }},
        {"a record twice",
         [place](std::string& journal, std::size_t firstRecord, std::mt19937& random) {
             journal += journal.substr(place(journal, firstRecord, random));
         }},
        {"a page of garbage",
         [place, garbage](std::string& journal, std::size_t firstRecord, std::mt19937& random) {
             const std::size_t at = place(journal, firstRecord, random);
             const std::size_t count = std::min<std::size_t>(journal.size() - at, 512);
             journal.replace(at, count, garbage(count, random));
         }},
    };
}

/// A measurement whose calls can be counted: the same in every run.
class KilledMeasurement {
public:
    Outcome run(bool resumes, const std::string& call = {}, int number = 0) const {
        std::vector<std::string> arguments = {"measure",   SEXTANT_TEST_DATA "/measure/stories260K",
                                              "-o",        json().string(),
                                              "--tensors", "safetensors",
                                              "--threads", "1",
                                              "--topk",    "2"};
        if (resumes) {
            arguments.emplace_back("--resume");
        }
        if (call.empty()) {
            return test::run(arguments);
        }
        return test::run(arguments, {{"LD_PRELOAD", SEXTANT_FAILING_CALLS},
                                     {"SEXTANT_FAIL_CALL", call},
                                     {"SEXTANT_FAIL_NUMBER", std::to_string(number)},
                                     {"SEXTANT_FAIL_PATH", folder_.path().string()},
                                     {"SEXTANT_FAIL_MARK", (marks_.path() / "killed").string()},
                                     {"SEXTANT_FAIL_KILLS", "1"}});
    }

    /// Runs until the call of that number, which kills it; false when there is no such call.
    bool kill(bool resumes, const std::string& call, int number) const {
        const Outcome outcome = run(resumes, call, number);
        const bool killed = std::filesystem::remove(marks_.path() / "killed");
        EXPECT_EQ(outcome.status, killed ? -1 : 0) << outcome.err;
        return killed;
    }

    /// Reads, changes and writes a file of the unfinished work, where there is one.
    void change(const std::string& name, const std::function<void(std::string&)>& how) const {
        const auto path = folder_.path() / ".x.measure" / name;
        if (std::filesystem::exists(path)) {
            std::string content = contentOf(path);
            how(content);
            folder_.write(".x.measure/" + name, content);
        }
    }

    std::filesystem::path json() const { return folder_.path() / "x.json"; }
    std::vector<std::string> names() const { return folder_.names(); }

    /// Both files; throws where one is missing.
    std::string pair() const {
        return contentOf(json()) + contentOf(folder_.path() / "x-eigdirs.safetensors");
    }

private:
    TemporaryFolder folder_;
    TemporaryFolder marks_;
};

/// Calls `how` on everything after the journal's first line.
void damageJournal(const KilledMeasurement& measurement, const Damage& damage, std::mt19937& random) {
    measurement.change("journal", [&](std::string& journal) {
        const std::size_t line = journal.find('\n');
        if (line != std::string::npos) {
            damage.apply(journal, line + 1, random);
        }
    });
}

class KillAndResume : public testing::TestWithParam<const char*> {};

TEST_P(KillAndResume, GivesTheBytesOfAnUndisturbedRun) {
    const KilledMeasurement undisturbed;
    ASSERT_EQ(undisturbed.run(false).status, 0);
    const std::string expected = undisturbed.pair();
    const std::vector<Damage> kinds = damages();
    std::mt19937 random(20260101);
    constexpr int tooMany = 1000;
    const int step = std::string(GetParam()) == "write" ? 3 : 1; // there are as many as there are heads
    int kills = 0;
    for (bool killed = true; killed && kills < tooMany;) {
        const int number = 1 + step * kills;
        const Damage& damage = kinds[static_cast<std::size_t>(number) % kinds.size()];
        SCOPED_TRACE(testing::Message() << GetParam() << ' ' << number << ", then " << damage.name);
        const KilledMeasurement measurement;
        killed = measurement.kill(false, GetParam(), number);
        kills += killed ? 1 : 0;
        if (killed && random() % 2 == 0) { // a resumed run dies as well
            damageJournal(measurement, damage, random);
            measurement.kill(true, GetParam(), 1 + static_cast<int>(random() % 8));
        }
        damageJournal(measurement, damage, random);
        const Outcome resumed = measurement.run(true);
        ASSERT_EQ(resumed.status, 0) << resumed.err;
        EXPECT_EQ(measurement.pair(), expected);
        EXPECT_EQ(measurement.names(), undisturbed.names());
    }
    EXPECT_LT(kills, tooMany);
    EXPECT_GE(kills, 1) << "the test shows nothing";
    RecordProperty("kills", kills);
}

INSTANTIATE_TEST_SUITE_P(Power, KillAndResume, testing::Values("write", "fsync", "rename", "unlink", "mmap"));

TEST(KillAndResume, DirectionsThatWereDamagedAreMeasuredAgain) {
    const KilledMeasurement undisturbed;
    ASSERT_EQ(undisturbed.run(false).status, 0);
    std::mt19937 random(7);
    for (int round = 0; round < 6; ++round) {
        SCOPED_TRACE(round);
        const KilledMeasurement measurement;
        ASSERT_TRUE(measurement.kill(false, "write", 60));
        measurement.change("directions", [&](std::string& directions) {
            ASSERT_FALSE(directions.empty());
            const std::size_t at = random() % directions.size();
            if (round % 2 == 0) {
                directions.resize(at);
            } else {
                directions[at] = static_cast<char>(directions[at] ^ (1 << random() % 8));
            }
        });
        const Outcome resumed = measurement.run(true);
        ASSERT_EQ(resumed.status, 0) << resumed.err;
        EXPECT_EQ(measurement.pair(), undisturbed.pair());
    }
}

TEST(KillAndResume, AJournalOfNobodysIsRefusedAndOneStartsOver) {
    const KilledMeasurement undisturbed;
    ASSERT_EQ(undisturbed.run(false).status, 0);
    const KilledMeasurement measurement;
    ASSERT_TRUE(measurement.kill(false, "write", 20));
    measurement.change("journal",
                       [](std::string& journal) { journal[3] = static_cast<char>(journal[3] ^ 1); });
    const Outcome refused = measurement.run(true);
    EXPECT_EQ(refused.status, 2);
    EXPECT_THAT(refused.err, HasSubstr("holds the work of a run with other options or another checkpoint"));
    ASSERT_EQ(measurement.run(false).status, 0);
    EXPECT_EQ(measurement.pair(), undisturbed.pair());
    EXPECT_EQ(measurement.names(), undisturbed.names());
}

} // namespace
} // namespace sextant::test
