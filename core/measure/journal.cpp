// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/journal.h"

#include "core/base/try.h"
#include "core/checkpoint/digest.h"
#include "core/tensor/mapped_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

namespace sextant::measure {
namespace {

constexpr std::size_t digestLength = 64;

tl::unexpected<Error> journalFailure(const std::filesystem::path& path, const char* doing) {
    return failure(ErrorCode::WriteFailed, path, {},
                   fmt::format("cannot {} ({})", doing, std::strerror(errno)));
}

template <typename Value>
std::span<const std::byte> bytesOf(const Value& value) {
    return std::as_bytes(std::span(&value, 1));
}

/// Reads records one after the other; stops at the first that is not whole.
class RecordReader {
public:
    RecordReader(std::span<const std::byte> bytes, std::size_t position)
        : bytes_(bytes),
          position_(position) {}

    std::size_t position() const { return position_; }

    bool next(JournalRecord& record) {
        std::int64_t header[2]; // task, count
        if (bytes_.size() - position_ < sizeof header) {
            return false;
        }
        std::memcpy(header, bytes_.data() + position_, sizeof header);
        const std::size_t left = bytes_.size() - position_ - sizeof header;
        if (header[1] < 0 || static_cast<std::uint64_t>(header[1]) > left / sizeof(double) ||
            left - static_cast<std::size_t>(header[1]) * sizeof(double) < digestLength) {
            return false;
        }
        record.task = header[0];
        record.numbers.resize(static_cast<std::size_t>(header[1]));
        const std::byte* numbers = bytes_.data() + position_ + sizeof header;
        const std::size_t size = record.numbers.size() * sizeof(double);
        std::memcpy(record.numbers.data(), numbers, size);
        record.digest.assign(reinterpret_cast<const char*>(numbers) + size, digestLength);
        position_ += sizeof header + size + digestLength;
        return true;
    }

private:
    std::span<const std::byte> bytes_;
    std::size_t position_;
};

} // namespace

Result<std::unique_ptr<Journal>> Journal::open(const std::filesystem::path& path, const std::string& identity,
                                               bool resume, std::chrono::nanoseconds flushInterval) {
    FileDescriptor file = FileDescriptor::open(path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW, 0600);
    if (!file.isOpen()) {
        return journalFailure(path, "create the working file");
    }
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        return failure(ErrorCode::Usage, path, {}, "another measurement with the same output is running");
    }
    const bool hasContent = ::lseek(file.get(), 0, SEEK_END) > 0;
    std::unique_ptr<Journal> journal(new Journal(path, std::move(file), flushInterval));
    TRY(resume && hasContent ? journal->load(identity) : journal->start(identity));
    return journal;
}

Result<void> Journal::start(const std::string& identity) {
    if (::ftruncate(file_.get(), 0) != 0) {
        return journalFailure(path_, "empty the working file");
    }
    const std::string line = identity + "\n";
    return write(std::as_bytes(std::span(line)));
}

Result<void> Journal::load(const std::string& identity) {
    std::size_t whole = identity.size() + 1;
    {
        TRY_ASSIGN(const auto file, tensor::MappedFile::open(path_));
        const std::span<const std::byte> bytes = file->bytes();
        const std::string expected = identity + "\n";
        if (bytes.size() < expected.size() && std::memcmp(bytes.data(), expected.data(), bytes.size()) == 0) {
            return start(identity); // a kill cut the first line short: there is no work to lose
        }
        if (bytes.size() < expected.size() ||
            std::memcmp(bytes.data(), expected.data(), expected.size()) != 0) {
            return failure(ErrorCode::Usage, path_.parent_path(), {},
                           "holds the work of a run with other options or another checkpoint",
                           Advice::StartWithoutResume);
        }
        RecordReader reader(bytes, expected.size());
        for (JournalRecord record; reader.next(record);) {
            records_.push_back(std::move(record));
        }
        whole = reader.position();
    }
    if (::ftruncate(file_.get(), static_cast<off_t>(whole)) != 0) {
        return journalFailure(path_, "shorten the working file");
    }
    return {};
}

std::string Journal::digest(std::int64_t task, std::span<const double> numbers,
                            std::span<const std::byte> elsewhere) {
    checkpoint::Digest digest;
    digest.add(bytesOf(task));
    digest.add(std::as_bytes(numbers));
    digest.add(elsewhere);
    return digest.text();
}

Result<void> Journal::append(std::int64_t task, std::span<const double> numbers,
                             std::span<const std::byte> elsewhere) {
    std::vector<std::byte> record;
    const auto add = [&](std::span<const std::byte> bytes) {
        record.insert(record.end(), bytes.begin(), bytes.end());
    };
    add(bytesOf(task));
    add(bytesOf(static_cast<std::int64_t>(numbers.size())));
    add(std::as_bytes(numbers));
    const std::string sum = digest(task, numbers, elsewhere);
    add(std::as_bytes(std::span(sum)));
    TRY(write(record));
    // Writing to a file without a name would succeed until the end.
    return file_.isAt(path_) ? Result<void>{}
                             : failure(ErrorCode::WriteFailed, path_.parent_path(), {},
                                       "the working folder was removed or renamed during the measurement");
}

bool Journal::isFlushDue() const {
    return std::chrono::steady_clock::now() - flushed_ >= flushInterval_;
}

Result<void> Journal::flush() {
    if (!file_.flush()) {
        return journalFailure(path_, "flush the working file to the disk");
    }
    flushed_ = std::chrono::steady_clock::now();
    return {};
}

Result<void> Journal::write(std::span<const std::byte> bytes) {
    return file_.write(bytes) ? Result<void>{} : journalFailure(path_, "write the working file");
}

} // namespace sextant::measure
