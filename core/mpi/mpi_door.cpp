// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ranks/mpi_door.h"

#include "core/base/exception_guard.h"
#include "core/base/try.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <list>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <mpi.h>

namespace sextant::mpi {
namespace {

using ranks::Bytes;
using ranks::Launch;
using ranks::Letter;
using ranks::Transport;

/// MPI counts in int.
constexpr std::size_t longestPiece = std::size_t{64} << 20;

enum Tag : int { More, Last };

/// How long sends may still take when everyone has said good-bye.
constexpr std::chrono::seconds patience{10};

Result<void> succeeded(int code, const char* doing) {
    if (code == MPI_SUCCESS) {
        return {};
    }
    std::array<char, MPI_MAX_ERROR_STRING> text{};
    int length = 0;
    MPI_Error_string(code, text.data(), &length);
    return failure(ErrorCode::Internal, {}, {},
                   fmt::format("MPI cannot {} ({})", doing,
                               std::string_view(text.data(), static_cast<std::size_t>(length))));
}

class MpiTransport final : public Transport {
public:
    /// The communicator is used by nobody else, and returns its errors.
    explicit MpiTransport(MPI_Comm world) : world_(world) {
        MPI_Comm_rank(world_, &rank_);
        MPI_Comm_size(world_, &size_);
        std::array<char, MPI_MAX_PROCESSOR_NAME> name{};
        int length = 0;
        MPI_Get_processor_name(name.data(), &length);
        host_.assign(name.data(), static_cast<std::size_t>(length));
        MPI_Comm here = MPI_COMM_NULL;
        if (MPI_Comm_split_type(world_, MPI_COMM_TYPE_SHARED, rank_, MPI_INFO_NULL, &here) == MPI_SUCCESS) {
            MPI_Comm_size(here, &ranksHere_);
            MPI_Comm_free(&here);
        }
        incoming_.resize(static_cast<std::size_t>(size_));
    }

    int rank() const override { return rank_; }
    int size() const override { return size_; }
    int ranksHere() const override { return ranksHere_; }
    std::string host() const override { return host_; }

    Result<void> send(int to, Bytes bytes) override {
        outgoing_.push_back({std::move(bytes), {}});
        Outgoing& letter = outgoing_.back();
        std::size_t begin = 0;
        do {
            const std::size_t size = std::min(letter.bytes.size() - begin, longestPiece);
            const bool isLast = begin + size == letter.bytes.size();
            letter.requests.push_back(MPI_REQUEST_NULL);
            TRY(succeeded(MPI_Isend(letter.bytes.data() + begin, static_cast<int>(size), MPI_BYTE, to,
                                    isLast ? Last : More, world_, &letter.requests.back()),
                          "send"));
            begin += size;
        } while (begin < letter.bytes.size());
        return forgetSent();
    }

    Result<std::optional<Letter>> receive() override {
        TRY(forgetSent());
        int isThere = 1;
        while (true) {
            MPI_Status status{};
            TRY(succeeded(MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, world_, &isThere, &status),
                          "check for messages"));
            if (isThere == 0) {
                return std::nullopt;
            }
            int size = 0;
            MPI_Get_count(&status, MPI_BYTE, &size);
            Bytes& bytes = incoming_[static_cast<std::size_t>(status.MPI_SOURCE)];
            const std::size_t before = bytes.size();
            bytes.resize(before + static_cast<std::size_t>(size));
            TRY(succeeded(MPI_Recv(bytes.data() + before, size, MPI_BYTE, status.MPI_SOURCE, status.MPI_TAG,
                                   world_, MPI_STATUS_IGNORE),
                          "receive"));
            if (status.MPI_TAG == Last) {
                return Letter{status.MPI_SOURCE, std::exchange(bytes, {})};
            }
        }
    }

    void close(bool lost, int status) override {
        if (lost) {
            MPI_Abort(MPI_COMM_WORLD, status);
        }
        const auto begun = std::chrono::steady_clock::now();
        while (forgetSent() && !outgoing_.empty() && std::chrono::steady_clock::now() - begun < patience) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        MPI_Comm_free(&world_);
        MPI_Finalize();
    }

private:
    struct Outgoing {
        Bytes bytes;
        std::vector<MPI_Request> requests;
    };

    Result<void> forgetSent() {
        for (auto letter = outgoing_.begin(); letter != outgoing_.end();) {
            int isSent = 0;
            TRY(succeeded(MPI_Testall(static_cast<int>(letter->requests.size()), letter->requests.data(),
                                      &isSent, MPI_STATUSES_IGNORE),
                          "send"));
            letter = isSent != 0 ? outgoing_.erase(letter) : std::next(letter);
        }
        return {};
    }

    MPI_Comm world_;
    int rank_ = 0;
    int size_ = 1;
    int ranksHere_ = 1;
    std::string host_;
    std::list<Outgoing> outgoing_; ///< until MPI has sent them
    std::vector<Bytes> incoming_;  ///< the pieces so far, [ranks]
};

Result<std::unique_ptr<Transport>> openOrThrow(const Launch& launch) {
    int provided = 0;
    TRY(succeeded(MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided), "start"));
    int size = 1;
    MPI_Comm_size(MPI_COMM_WORLD, &size);
    if (size != launch.size) {
        MPI_Finalize();
        return failure(
            ErrorCode::Internal, {}, {},
            fmt::format("{} processes were started to work together, but MPI finds {} of them; Open "
                        "MPI's mpirun and srun --mpi=pmix connect them",
                        launch.size, size));
    }
    if (provided < MPI_THREAD_FUNNELED) {
        MPI_Finalize();
        return failure(ErrorCode::Unsupported, {}, {}, "this MPI does not allow threads other than its own");
    }
    MPI_Comm world = MPI_COMM_NULL;
    TRY(succeeded(MPI_Comm_dup(MPI_COMM_WORLD, &world), "start"));
    MPI_Comm_set_errhandler(world, MPI_ERRORS_RETURN);
    return std::make_unique<MpiTransport>(world);
}

Result<std::unique_ptr<Transport>> open(const Launch& launch) {
    return withoutExceptions([&] { return openOrThrow(launch); });
}

} // namespace
} // namespace sextant::mpi

extern "C" __attribute__((visibility("default"))) const sextant::ranks::MpiDoor* sextantMpiDoor() {
    static constexpr sextant::ranks::MpiDoor door{sextant::mpi::open};
    return &door;
}
