// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/torch_door.h"

#include "core/base/atomic_file.h"
#include "core/base/output_file.h"
#include "core/base/try.h"
#include "core/tensor/mapped_file.h"
#include "core/tensor/torch_listing.h"
#include "core/torch/torch_reason.h"

#include <ATen/ATen.h>
#include <caffe2/serialize/inline_container.h>
#include <fmt/format.h>
#include <torch/csrc/jit/serialization/pickler.h>

#include <optional>
#include <unordered_map>

namespace sextant::torch_module {
namespace {

at::ScalarType scalarType(tensor::ElementType type) {
    switch (type) {
    case tensor::ElementType::Float16:
        return at::kHalf;
    case tensor::ElementType::BFloat16:
        return at::kBFloat16;
    case tensor::ElementType::Float32:
        return at::kFloat;
    case tensor::ElementType::Float64:
        return at::kDouble;
    case tensor::ElementType::Int16:
        return at::kShort;
    case tensor::ElementType::Int32:
        return at::kInt;
    case tensor::ElementType::Int64:
        return at::kLong;
    }
    return at::kFloat;
}

std::string firstLine(const std::exception& exception) {
    const auto* error = dynamic_cast<const c10::Error*>(&exception);
    return torchReason(error != nullptr ? error->what_without_backtrace() : exception.what());
}

/// What keeps the bytes of a record valid.
using Owner = std::shared_ptr<const void>;

/// Compressed records as torch unpacks them, each once.
class UnpackedRecords {
public:
    explicit UnpackedRecords(caffe2::serialize::PyTorchStreamReader& reader) : reader_(reader) {}

    std::span<const std::byte> bytesOf(const tensor::ZipRecord& record) {
        // Torch leaves out the name of the archive, which every record's begins with.
        const std::string name(record.name.substr(record.name.find('/') + 1));
        auto found = records_.find(name);
        if (found == records_.end()) {
            auto [data, size] = reader_.getRecord(name);
            const auto* bytes = static_cast<const std::byte*>(data.get());
            found =
                records_.emplace(name, Record{std::make_shared<at::DataPtr>(std::move(data)), {bytes, size}})
                    .first;
        }
        return found->second.bytes;
    }

    /// Null for a record that lies plainly in the file.
    Owner ownerOf(const std::string& name) const {
        const auto found = records_.find(name);
        return found != records_.end() ? found->second.owner : nullptr;
    }

private:
    struct Record {
        Owner owner;
        std::span<const std::byte> bytes;
    };

    caffe2::serialize::PyTorchStreamReader& reader_;
    std::unordered_map<std::string, Record> records_;
};

/// A tensor over bytes that `owner` keeps valid. Torch itself checks once more that it stays inside the
/// storage.
at::Tensor tensorOver(const tensor::ListedTensor& listed, const Owner& owner) {
    // A mapping is read-only, and no tensor made here leaves this file other than as a read-only view.
    void* bytes = const_cast<std::byte*>(listed.storage.data());
    at::DataPtr pointer(
        bytes, new Owner(owner), [](void* held) { delete static_cast<Owner*>(held); }, at::kCPU);
    c10::Storage storage(c10::Storage::use_byte_size_t(), listed.storage.size(), std::move(pointer), nullptr,
                         false);
    return at::empty({0}, scalarType(listed.type))
        .set_(std::move(storage), listed.storageOffset, listed.shape, listed.strides);
}

tensor::TensorView viewOf(const at::Tensor& tensor, tensor::ElementType type) {
    tensor::TensorView view;
    view.type = type;
    view.shape = tensor.sizes().vec();
    view.strides = tensor.strides().vec();
    view.data = static_cast<const std::byte*>(tensor.data_ptr());
    view.owner = std::make_shared<const at::Tensor>(tensor);
    return view;
}

Result<tensor::TensorArchive> readMapped(const std::filesystem::path& path,
                                         const std::shared_ptr<const tensor::MappedFile>& file) {
    std::optional<caffe2::serialize::PyTorchStreamReader> reader;
    std::optional<UnpackedRecords> unpacked;
    const auto open = [&] {
        if (!reader) {
            reader.emplace(path.string());
            unpacked.emplace(*reader);
        }
    };
    const auto unpack = [&](const tensor::ZipRecord& record) -> Result<std::span<const std::byte>> {
        open();
        return unpacked->bytesOf(record);
    };
    TRY_ASSIGN(tensor::TorchListing listing, tensor::listTorchArchive(path, file->bytes(), unpack));
    open();
    tensor::TensorArchive archive;
    archive.skipped = std::move(listing.skipped);
    const auto add = [&](const tensor::ListedTensor& listed,
                         std::vector<tensor::NamedTensor>& target) -> Result<void> {
        Owner owner = unpacked->ownerOf(listed.storageRecord);
        if (!owner) {
            const auto offset = static_cast<std::size_t>(listed.storage.data() - file->bytes().data());
            if (reader->getRecordOffset(listed.storageRecord) != offset) {
                return failure(ErrorCode::Malformed, path, listed.name,
                               "the archive's directory can be read in two ways");
            }
            owner = file;
        }
        target.push_back({listed.name, viewOf(tensorOver(listed, owner), listed.type)});
        return {};
    };
    for (const tensor::ListedTensor& listed : listing.tensors) {
        TRY(add(listed, archive.tensors));
    }
    for (const tensor::ListedTensor& listed : listing.integers) {
        TRY(add(listed, archive.integers));
    }
    return archive;
}

Result<tensor::TensorArchive> read(const std::filesystem::path& path) {
    TRY_ASSIGN(const auto file, tensor::MappedFile::open(path));
    try {
        return readMapped(path, file);
    } catch (const std::exception& exception) {
        return failure(ErrorCode::Malformed, path, {}, "torch cannot read it: " + firstLine(exception));
    }
}

at::Tensor tensorOf(const tensor::TensorView& view) {
    // An empty tensor may have no bytes, but torch wants an address.
    static std::byte none{};
    void* data = view.data != nullptr ? const_cast<std::byte*>(view.data) : &none;
    return at::from_blob(data, view.shape, view.strides, scalarType(view.type)).contiguous();
}

/// The records of torch.save, in its order: the dict, then the values of each tensor, one storage each. Torch
/// never learns of a failure, because its writer would finish the archive in its destructor and throw there.
void writeArchive(OutputFile& file, const std::vector<tensor::NamedTensor>& named) {
    c10::Dict<std::string, at::Tensor> dict;
    for (const tensor::NamedTensor& entry : named) {
        dict.insert(entry.name, tensorOf(entry.tensor));
    }
    std::string description;
    torch::jit::Pickler pickler([&](const char* bytes, std::size_t size) { description.append(bytes, size); },
                                nullptr, nullptr, nullptr, nullptr, /*tag_aggregates=*/false);
    pickler.protocol();
    pickler.pushIValue(dict);
    pickler.stop();

    caffe2::serialize::PyTorchStreamWriter writer([&](const void* bytes, std::size_t size) {
        file.write(bytes, size);
        return size;
    });
    writer.writeRecord("data.pkl", description.data(), description.size());
    std::size_t key = 0;
    for (const at::Tensor& tensor : pickler.tensorData()) {
        if (!file.isGood()) {
            return;
        }
        writer.writeRecord(fmt::format("data/{}", key++), tensor.data_ptr(), tensor.nbytes());
    }
    writer.writeEndOfFile();
}

Result<void> writeTo(const std::filesystem::path& path, const std::vector<tensor::NamedTensor>& tensors,
                     const std::stop_token& stop) {
    OutputFile file(path, stop);
    std::string reason;
    try {
        if (file.isGood()) {
            writeArchive(file, tensors);
        }
    } catch (const std::exception& exception) {
        reason = firstLine(exception);
    }
    const Result<void> closed = file.close();
    return !closed || reason.empty() // the system's reason is the cause of torch's
               ? closed
               : failure(ErrorCode::WriteFailed, path, {}, fmt::format("cannot write the file ({})", reason));
}

Result<void> write(const std::filesystem::path& path, const std::vector<tensor::NamedTensor>& tensors,
                   const std::stop_token& stop) {
    return replaceFile(
        path, [&](const std::filesystem::path& temporary) { return writeTo(temporary, tensors, stop); });
}

} // namespace
} // namespace sextant::torch_module

extern "C" __attribute__((visibility("default"))) const sextant::tensor::TorchDoor* sextantTorchDoor() {
    static constexpr sextant::tensor::TorchDoor door{sextant::torch_module::read,
                                                     sextant::torch_module::write};
    return &door;
}
