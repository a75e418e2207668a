// SPDX-License-Identifier: GPL-3.0-or-later
// A stop request that comes while a task reads the weights. They lie in a mapped file: reading a head whose
// pages are closed raises a signal, which opens them, counts the head and may request the stop.
#include "core/operators/head_spectra.h"
#include "tests/core/measure/opened_model.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdint>

namespace sextant::operators {
namespace {

using measure::OpenedModel;

constexpr int kHeads = 4;

struct ClosedPages {
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
    bool isRead = false;
};

// A signal handler can reach nothing but globals.
std::array<ClosedPages, kHeads> closed;
std::stop_source* stop = nullptr;
int stopAt = -1;
struct sigaction handlerBefore {};

void onClosedPage(int signal, siginfo_t* information, void*) {
    const auto address = reinterpret_cast<std::uintptr_t>(information->si_addr);
    const auto found = std::find_if(closed.begin(), closed.end(), [address](const ClosedPages& pages) {
        return address >= pages.begin && address < pages.end;
    });
    if (found == closed.end()) {
        ::sigaction(signal, &handlerBefore, nullptr); // raised again for the handler that was there before
        return;
    }
    // NOLINTNEXTLINE(performance-no-int-to-ptr): the address was made from a pointer
    ::mprotect(reinterpret_cast<void*>(found->begin), found->end - found->begin, PROT_READ);
    found->isRead = true;
    if (found - closed.begin() == stopAt) {
        stop->request_stop();
    }
}

class StopWithinTaskTest : public measure::MeasureTest {
protected:
    StopWithinTaskTest() {
        // 32 KiB per head, so that each has pages of its own.
        writeFolder(scratch_ / "model",
                    measure::inLayout(measure::randomModel(1, kHeads, 1, 8, 1024), "llama"));
        struct sigaction action {};
        action.sa_sigaction = onClosedPage;
        action.sa_flags = SA_SIGINFO;
        ::sigaction(SIGSEGV, &action, &handlerBefore);
    }
    ~StopWithinTaskTest() override { ::sigaction(SIGSEGV, &handlerBefore, nullptr); }

    /// The query heads that headSpectra() reads when the stop is requested while it reads one of them.
    static std::vector<int> headsReadBeforeAStopAt(int head, const OpenedModel& model, DirectionSide side) {
        close(model);
        std::stop_source source;
        stop = &source;
        stopAt = head;
        const auto spectra =
            headSpectra(model.weights(),
                        {LayerIndex{0}, 0, {HeadIndex{0}, HeadIndex{1}, HeadIndex{2}, HeadIndex{3}}, side, 2},
                        source.get_token());
        EXPECT_EQ(spectra.has_value(), head < 0);
        EXPECT_TRUE(spectra || spectra.error().code == ErrorCode::Cancelled);
        std::vector<int> heads;
        for (int h = 0; h < kHeads; ++h) {
            if (closed[static_cast<std::size_t>(h)].isRead) {
                heads.push_back(h);
            }
        }
        return heads;
    }

private:
    /// Closes the pages that lie wholly within each head.
    static void close(const OpenedModel& model) {
        const checkpoint::ProjectionRows& rows = model.weights().layer(LayerIndex{0}).query;
        const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
        const auto first = reinterpret_cast<std::uintptr_t>(rows.view.data);
        for (int h = 0; h < kHeads; ++h) {
            const auto begin = first + static_cast<std::uintptr_t>(rows.startOf(h, 0)) * sizeof(float);
            const auto end = begin + 8 * 1024 * sizeof(float);
            ClosedPages& pages = closed[static_cast<std::size_t>(h)];
            pages = {(begin + page - 1) / page * page, end / page * page, false};
            ASSERT_LT(pages.begin, pages.end);
            // NOLINTNEXTLINE(performance-no-int-to-ptr): the address was made from a pointer
            ASSERT_EQ(::mprotect(reinterpret_cast<void*>(pages.begin), pages.end - pages.begin, PROT_NONE),
                      0);
        }
    }
};

TEST_F(StopWithinTaskTest, NoHeadIsReadAfterAStopRequest) {
    const OpenedModel model(scratch_ / "model");
    for (const DirectionSide side : {DirectionSide::Query, DirectionSide::Symmetric}) {
        EXPECT_THAT(headsReadBeforeAStopAt(-1, model, side), testing::ElementsAre(0, 1, 2, 3))
            << "without a request";
        EXPECT_THAT(headsReadBeforeAStopAt(0, model, side), testing::ElementsAre(0));
        EXPECT_THAT(headsReadBeforeAStopAt(2, model, side), testing::ElementsAre(0, 1, 2));
        EXPECT_THAT(headsReadBeforeAStopAt(3, model, side), testing::ElementsAre(0, 1, 2, 3))
            << "what was read last is not worked on, and the task says that it was stopped";
    }
}

} // namespace
} // namespace sextant::operators
