// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/model_cache.h"

#include "core/base/try.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <optional>
#include <string_view>
#include <system_error>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sextant::checkpoint {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view modelPrefix = "models--";
constexpr std::string_view separator = "--";
constexpr std::string_view unfinishedEnding = ".incomplete";
constexpr std::size_t mostListed = 8;

bool isWordCharacter(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// `$NAME` and `${NAME}` replaced; what is not set stays as it is written.
std::string withVariables(const std::string& text, const EnvironmentVariable& variable) {
    std::string expanded;
    for (std::size_t at = 0; at < text.size();) {
        const bool isBraced = text.compare(at, 2, "${") == 0;
        const std::size_t begin = at + (isBraced ? 2 : 1);
        std::size_t end = begin;
        while (text[at] == '$' && end < text.size() && isWordCharacter(text[end])) {
            ++end;
        }
        const bool isName = end > begin && (!isBraced || (end < text.size() && text[end] == '}'));
        const std::string value = isName ? variable(text.substr(begin, end - begin)) : std::string();
        if (value.empty()) {
            expanded += text[at++];
        } else {
            expanded += value;
            at = end + (isBraced ? 1 : 0);
        }
    }
    return expanded;
}

fs::path expandedPath(std::string text, const EnvironmentVariable& variable) {
    if (text == "~" || text.starts_with("~/")) {
        text = variable("HOME") + text.substr(1);
    }
    return withVariables(text, variable);
}

/// The folder's entries by name; none when it cannot be listed.
std::vector<fs::path> entriesOf(const fs::path& folder) {
    std::vector<fs::path> entries;
    std::error_code code;
    for (fs::directory_iterator entry(folder, code), end; !code && entry != end; entry.increment(code)) {
        entries.push_back(entry->path());
    }
    std::sort(entries.begin(), entries.end());
    return entries;
}

std::vector<std::string> namesOf(const std::vector<fs::path>& paths) {
    std::vector<std::string> names;
    names.reserve(paths.size());
    for (const fs::path& path : paths) {
        names.push_back(path.filename().string());
    }
    return names;
}

std::string listed(std::vector<std::string> names) {
    const std::size_t all = names.size();
    names.resize(std::min(all, mostListed));
    return fmt::format("{}{}", fmt::join(names, ", "), all > mostListed ? ", ..." : "");
}

/// "ORG/NAME" of a folder "models--ORG--NAME"; nothing for any other name.
std::optional<std::string> modelOfFolder(const fs::path& folder) {
    std::string name = folder.filename().string();
    if (!name.starts_with(modelPrefix) || name.size() == modelPrefix.size()) {
        return std::nullopt;
    }
    name.erase(0, modelPrefix.size());
    if (const std::size_t at = name.find(separator); at != std::string::npos) {
        name.replace(at, separator.size(), "/");
    }
    return name;
}

fs::path folderOfModel(const fs::path& cache, std::string name) {
    if (const std::size_t at = name.find('/'); at != std::string::npos) {
        name.replace(at, 1, separator);
    }
    return cache / (std::string(modelPrefix) + name);
}

std::string withoutCapitals(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

/// Cached models that a person may have meant: the same but for capitals, or without the organisation.
std::string similarModels(const fs::path& cache, const std::string& name) {
    std::vector<std::string> similar;
    const std::string wanted = withoutCapitals(name.substr(name.find('/') + 1));
    for (const fs::path& entry : entriesOf(cache)) {
        const std::optional<std::string> model = modelOfFolder(entry);
        if (model && withoutCapitals(model->substr(model->find('/') + 1)) == wanted) {
            similar.push_back(*model);
        }
    }
    return similar.empty() ? "" : fmt::format("; it has {}", listed(std::move(similar)));
}

/// A revision is a name with slashes, such as "refs/pr/1"; it must not lead out of the model's folder.
bool isRevision(const std::string& revision) {
    const fs::path path(revision);
    return path.is_relative() && std::none_of(path.begin(), path.end(), [](const fs::path& part) {
               return part.empty() || part == "." || part == "..";
           });
}

bool isFolder(const fs::path& path) {
    std::error_code code;
    return fs::is_directory(path, code);
}

/// The commit that a file of refs names; nothing when there is no such file.
Result<std::optional<std::string>> commitOfReference(const fs::path& reference) {
    std::error_code code;
    if (!fs::is_regular_file(reference, code)) { // anything else might never end
        return std::nullopt;
    }
    std::array<char, 128> text{};
    std::ifstream file(reference, std::ios::binary);
    file.read(text.data(), text.size());
    std::string commit(text.data(), static_cast<std::size_t>(file.gcount()));
    while (!commit.empty() && std::isspace(static_cast<unsigned char>(commit.back())) != 0) {
        commit.pop_back();
    }
    const bool isName = !commit.empty() && commit.size() < text.size() &&
                        std::all_of(commit.begin(), commit.end(), isWordCharacter);
    return isName ? Result<std::optional<std::string>>(std::move(commit))
                  : failure(ErrorCode::Malformed, reference, {}, "does not name a snapshot of the model");
}

/// "main" and "refs/pr/1": the names under refs.
std::vector<std::string> revisionsOf(const fs::path& repository) {
    std::vector<std::string> revisions;
    const fs::path references = repository / "refs";
    std::error_code code;
    for (fs::recursive_directory_iterator entry(references, code), end; !code && entry != end;
         entry.increment(code)) {
        std::error_code other;
        if (entry->is_regular_file(other)) {
            revisions.push_back(entry->path().lexically_relative(references).string());
        }
    }
    std::sort(revisions.begin(), revisions.end());
    return revisions;
}

std::string unfinishedNote(const fs::path& repository) {
    for (const fs::path& blob : entriesOf(repository / "blobs")) {
        if (blob.filename().string().ends_with(unfinishedEnding)) {
            return fmt::format("; an incomplete download left {}", blob.filename().string());
        }
    }
    return {};
}

Result<fs::path> snapshotNamed(const fs::path& repository, const std::string& revision) {
    TRY_ASSIGN(const std::optional<std::string> commit, commitOfReference(repository / "refs" / revision));
    const fs::path snapshot = repository / "snapshots" / commit.value_or(revision);
    if (isFolder(snapshot)) {
        return snapshot;
    }
    if (commit) {
        return failure(ErrorCode::NotFound, snapshot, {},
                       fmt::format("the snapshot of revision {} is missing from the cache", revision));
    }
    std::vector<std::string> others = revisionsOf(repository);
    const std::vector<std::string> snapshots = namesOf(entriesOf(repository / "snapshots"));
    others.insert(others.end(), snapshots.begin(), snapshots.end());
    return failure(ErrorCode::NotFound, repository, revision,
                   fmt::format("the cache has no such revision of the model; it has {}",
                               others.empty() ? "none" : listed(std::move(others))));
}

Result<fs::path> currentSnapshot(const fs::path& repository) {
    TRY_ASSIGN(const std::optional<std::string> commit, commitOfReference(repository / "refs" / "main"));
    if (commit) {
        return snapshotNamed(repository, "main");
    }
    const std::vector<fs::path> snapshots = entriesOf(repository / "snapshots");
    if (snapshots.empty()) {
        return failure(ErrorCode::NotFound, repository, {},
                       "holds no snapshot of the model" + unfinishedNote(repository));
    }
    if (snapshots.size() > 1) {
        return failure(
            ErrorCode::Unsupported, repository, {},
            fmt::format("holds several snapshots and no main revision: {}", listed(namesOf(snapshots))),
            Advice::ChooseRevision);
    }
    return snapshots.front();
}

/// What the files below take, links not followed: a link in a snapshot leads to a blob that counts itself.
std::uint64_t bytesBelow(const fs::path& folder) {
    std::uint64_t bytes = 0;
    std::error_code code;
    for (fs::recursive_directory_iterator entry(folder, code), end; !code && entry != end;
         entry.increment(code)) {
        std::error_code other;
        if (!entry->is_symlink(other) && entry->is_regular_file(other)) {
            const std::uintmax_t size = entry->file_size(other);
            bytes += other ? 0 : size;
        }
    }
    return bytes;
}

} // namespace

fs::path modelCacheFolder(const EnvironmentVariable& variable) {
    for (const char* name : {"HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"}) {
        if (const std::string value = variable(name); !value.empty()) {
            return expandedPath(value, variable);
        }
    }
    if (const std::string home = variable("HF_HOME"); !home.empty()) {
        return expandedPath(home, variable) / "hub";
    }
    const std::string caches = variable("XDG_CACHE_HOME");
    return expandedPath(caches.empty() ? "~/.cache" : caches, variable) / "huggingface" / "hub";
}

bool isModelName(const std::string& text) {
    const auto isPart = [](std::string_view part) {
        return !part.empty() && isWordCharacter(part.front()) && isWordCharacter(part.back()) &&
               std::all_of(part.begin(), part.end(),
                           [](char c) { return isWordCharacter(c) || c == '-' || c == '.'; }) &&
               part.find("..") == std::string_view::npos && part.find(separator) == std::string_view::npos;
    };
    const std::string_view view = text;
    const std::size_t slash = view.find('/');
    return slash == std::string_view::npos ? isPart(view)
                                           : isPart(view.substr(0, slash)) && isPart(view.substr(slash + 1));
}

bool isCached(const fs::path& cache, const std::string& name) {
    return isModelName(name) && isFolder(folderOfModel(cache, name));
}

Result<fs::path> cachedSnapshot(const fs::path& cache, const std::string& name, const std::string& revision) {
    const fs::path repository = folderOfModel(cache, name);
    if (!isCached(cache, name)) {
        return failure(ErrorCode::NotFound, name, {},
                       fmt::format("is neither a folder nor a model of the cache {}{}; nothing is downloaded",
                                   cache.string(), similarModels(cache, name)));
    }
    if (revision.empty()) {
        return currentSnapshot(repository);
    }
    if (!isRevision(revision)) {
        return failure(ErrorCode::Usage, {}, revision, "is not the name of a revision");
    }
    return snapshotNamed(repository, revision);
}

Result<fs::path> findModel(const fs::path& cache, const fs::path& model, const std::string& revision) {
    std::error_code code;
    const bool isThere = fs::exists(fs::symlink_status(model, code));
    if (!isThere && isModelName(model.string())) {
        return cachedSnapshot(cache, model.string(), revision);
    }
    if (!revision.empty()) {
        return failure(ErrorCode::Usage, model, {}, "is a path; only a model of the cache has revisions");
    }
    return model;
}

Result<std::vector<CachedModel>> cachedModels(const fs::path& cache) {
    std::error_code code;
    const fs::directory_iterator probe(cache, code);
    if (code == std::errc::no_such_file_or_directory || code == std::errc::not_a_directory) {
        return failure(ErrorCode::NotFound, cache, {}, "there is no such folder, so no model is cached");
    }
    if (code) {
        return failure(ErrorCode::Unreadable, cache, {},
                       fmt::format("cannot be listed ({})", code.message()));
    }
    std::vector<CachedModel> models;
    for (const fs::path& entry : entriesOf(cache)) {
        if (const std::optional<std::string> name = modelOfFolder(entry); name && isFolder(entry)) {
            models.push_back({*name, currentSnapshot(entry), bytesBelow(entry)});
        }
    }
    std::sort(models.begin(), models.end(),
              [](const CachedModel& a, const CachedModel& b) { return a.name < b.name; });
    return models;
}

std::string modelNameOf(const fs::path& model) {
    std::error_code code;
    const fs::path full = fs::absolute(model, code).lexically_normal();
    const fs::path last = full.has_filename() ? full : full.parent_path();
    const std::optional<std::string> cached = last.parent_path().filename() == "snapshots"
                                                  ? modelOfFolder(last.parent_path().parent_path())
                                                  : std::nullopt;
    if (cached) {
        return *cached;
    }
    return (fs::is_regular_file(last, code) ? last.stem() : last.filename()).string();
}

std::string unfinishedDownloadNote(const fs::path& folder) {
    const fs::path repository = folder.parent_path().parent_path();
    return modelOfFolder(repository) ? unfinishedNote(repository) : std::string();
}

} // namespace sextant::checkpoint
