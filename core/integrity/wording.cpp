// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/integrity/wording.h"

#include "core/base/error.h"

#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sextant::integrity {
namespace {

struct CheckNames {
    std::string_view key;
    std::string_view title;
};

constexpr std::array<CheckNames, kCheckCount> checkNames = {{
    {"gram_finite", "Gram finite"},
    {"operators_nonzero", "Operators not zero"},
    {"squared_norms_positive", "Squared norms positive"},
    {"gram_symmetric", "Gram symmetric"},
    {"cosines_within_one", "Cosines within 1"},
    {"fro_sq_finite", "fro_sq finite"},
    {"tensor_file_beside", "Tensor file in the folder"},
    {"entries_need_no_code", "Entries without code"},
    {"eigenvalues_finite", "Eigenvalues finite"},
    {"eigenvalues_ordered", "Eigenvalues sorted"},
    {"eigenvalues_distinct", "Eigenvalues distinct"},
    {"optional_tensors_usable", "Optional tensors usable"},
    {"singular_values_sound", "Singular values sound"},
    {"other_grams_finite", "Other heads' grams finite"},
    {"directions_finite", "Directions finite"},
    {"directions_orthonormal", "Directions orthonormal"},
    {"directions_within_rank", "Directions within the rank"},
}};

/// "1 head", "2 heads".
std::string counted(std::size_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

/// "1 head is", "2 heads are".
std::string countedAre(std::size_t count, std::string_view noun) {
    return counted(count, noun) + (count == 1 ? " is" : " are");
}

const char* firstHere(const Check& check) {
    return check.count == 1 ? "here" : "the first of them here";
}

std::string ofSample(const Check& check) {
    return check.sample
               ? fmt::format(" (of a sample of {} of {} heads)", check.sample->heads, check.sample->of)
               : std::string();
}

/// "(12 pairs examined)", "(64 of 100 heads examined)".
std::string examined(const Check& check, std::string_view noun) {
    if (!check.sample) {
        return fmt::format("({} examined)", counted(check.of, noun));
    }
    const std::string heads = fmt::format("{} of {} heads", check.sample->heads, check.sample->of);
    return noun == "head" ? fmt::format("({} examined)", heads)
                          : fmt::format("({} in {} examined)", counted(check.of, noun), heads);
}

double worstValue(const Check& check) {
    return check.worst ? check.worst->value.value_or(0.0) : 0.0;
}

std::string notApplicable(const Check& check) {
    if (check.id == CheckId::FroSquaredFinite) {
        return "the file has no fro_sq";
    }
    if (!check.file.empty() && check.id == CheckId::OptionalTensorsUsable) {
        return "the file has no optional tensors";
    }
    if (!check.file.empty() && check.id == CheckId::SingularValuesSound) {
        return "the file has no sing_vals that can be used";
    }
    if (!check.file.empty() && check.id == CheckId::OtherGramsFinite) {
        return "the file has no other_grams that can be used";
    }
    if (!check.file.empty() && check.id == CheckId::DirectionsWithinRank) {
        return "the file has no directions, or nothing that tells an operator's rank";
    }
    return check.file.empty() ? "no tensor file was read" : "the tensor file was chosen by hand";
}

std::string passed(const Check& check) {
    switch (check.id) {
    case CheckId::GramFinite:
    case CheckId::FroSquaredFinite:
    case CheckId::EigenvaluesFinite:
    case CheckId::OtherGramsFinite:
    case CheckId::DirectionsFinite:
        return "every value is finite " + examined(check, "value");
    case CheckId::OperatorsNonzero:
        return "no operator is zero " + examined(check, "operator");
    case CheckId::SquaredNormsPositive:
        return "no squared norm is negative " + examined(check, "operator");
    case CheckId::GramSymmetric:
        return "the gram is symmetric " + examined(check, "pair");
    case CheckId::CosinesWithinOne:
        return "no cosine exceeds 1 in magnitude " + examined(check, "cosine");
    case CheckId::TensorFileBeside:
        return "the tensor file lies in the artifact's folder";
    case CheckId::EntriesNeedNoCode:
        return fmt::format("no entry of {} needs code", check.of);
    case CheckId::OptionalTensorsUsable:
        return "sing_vals, other_grams and other_heads can be used where they are there";
    case CheckId::SingularValuesSound:
        return "singular values are finite, not negative and sorted by decreasing size " +
               examined(check, "head");
    case CheckId::EigenvaluesOrdered:
        return "eigenvalues are sorted by decreasing magnitude " + examined(check, "head");
    case CheckId::EigenvaluesDistinct:
        return fmt::format("eigenvalues are distinct, {} per head {}", check.limit, examined(check, "head"));
    case CheckId::DirectionsOrthonormal:
        return fmt::format("directions are orthonormal within {} {}", check.limit, examined(check, "head"));
    case CheckId::DirectionsWithinRank:
        return "no head is seen to have more directions than its operator's rank " + examined(check, "head");
    }
    return {};
}

std::string codeEntries(const Check& check) {
    const std::string kind = check.worst ? check.worst->kind : std::string();
    return check.count == 1
               ? fmt::format("this entry is {}, which only code named by the file could make; the code was "
                             "not run and the entry is left out",
                             kind)
               : fmt::format("{} entries could be made only by code named by the file, which was not run; "
                             "they are left out; the first, here, is {}",
                             check.count, kind);
}

/// "eig_dirs[0][1], eig_dirs[0][2] and 5 more".
std::string placesOf(const Check& check) {
    const std::size_t more = check.count - check.named.size();
    return fmt::format("{}{}", fmt::join(check.named, ", "),
                       more > 0 ? fmt::format(" and {} more", more) : std::string());
}

std::string beyondRank(const Check& check) {
    return fmt::format(
        "{} stored with {} directions; here, the least, only {} count, because the operator has no "
        "higher rank; the rest are arbitrary and left out, but the reference script counts "
        "them: {}",
        countedAre(check.count, "head"), check.limit, worstValue(check), placesOf(check));
}

std::string failed(const Check& check) {
    switch (check.id) {
    case CheckId::GramFinite:
        return fmt::format("{} of {} values are not finite, {}; they count as missing", check.count, check.of,
                           firstHere(check));
    case CheckId::OperatorsNonzero:
        return fmt::format("{} zero (no norm to divide by), {}", countedAre(check.count, "operator"),
                           firstHere(check));
    case CheckId::SquaredNormsPositive:
        return fmt::format("{} negative; the lowest, here, is {:.3g}",
                           countedAre(check.count, "squared norm"), worstValue(check));
    case CheckId::GramSymmetric:
        return fmt::format("the gram is not symmetric in {}; the largest difference is {:.3g}, to "
                           "gram[{}][{}][{}]",
                           counted(check.count, "pair"), worstValue(check), check.worst->otherLayer->value,
                           check.worst->layer->value, check.worst->head->value);
    case CheckId::CosinesWithinOne:
        return fmt::format("{} 1 in magnitude; the largest, here, is {:.9g}",
                           counted(check.count, "cosine") + (check.count == 1 ? " exceeds" : " exceed"),
                           worstValue(check));
    case CheckId::FroSquaredFinite:
        return fmt::format("{} not finite, {}", countedAre(check.count, "value"), firstHere(check));
    case CheckId::TensorFileBeside:
        return "eigdirs_path leads out of the artifact's folder to this tensor file";
    case CheckId::EntriesNeedNoCode:
        return codeEntries(check);
    case CheckId::EigenvaluesFinite:
        return fmt::format("{} in {} are not finite, {}; those heads count as missing",
                           counted(check.count, "value"), counted(check.heads, "head"), firstHere(check));
    case CheckId::EigenvaluesOrdered:
        return fmt::format("the eigenvalues of {} are not sorted by decreasing magnitude, {}",
                           counted(check.count, "head"), firstHere(check));
    case CheckId::EigenvaluesDistinct:
        return fmt::format("{} fewer distinct eigenvalues than the {} expected; {} has {}",
                           counted(check.count, "head") + (check.count == 1 ? " has" : " have"), check.limit,
                           check.count == 1 ? "this one" : "the first of them, here,", worstValue(check));
    case CheckId::OptionalTensorsUsable:
        return fmt::format("this tensor {}; it is left out", check.worst ? check.worst->kind : std::string());
    case CheckId::SingularValuesSound:
        return fmt::format("{} singular values that are non-finite, negative or out of order, {}",
                           counted(check.count, "head") + (check.count == 1 ? " has" : " have"),
                           firstHere(check));
    case CheckId::OtherGramsFinite:
        return fmt::format("{} of {} values are not finite, {}; they count as missing", check.count, check.of,
                           firstHere(check));
    case CheckId::DirectionsFinite:
        return fmt::format("{}{} are not finite, {}; those heads count as missing",
                           counted(check.count, "value"), ofSample(check), firstHere(check));
    case CheckId::DirectionsOrthonormal:
        return fmt::format("the directions of {}{} are far from orthonormal; here, the worst, an inner "
                           "product is off by {:.3g}",
                           counted(check.count, "head"), ofSample(check), worstValue(check));
    case CheckId::DirectionsWithinRank:
        return beyondRank(check);
    }
    return {};
}

} // namespace

std::string_view keyOf(CheckId id) {
    return checkNames[static_cast<std::size_t>(id)].key;
}

std::string_view titleOf(CheckId id) {
    return checkNames[static_cast<std::size_t>(id)].title;
}

std::string_view nameOf(Severity severity) {
    constexpr std::array<std::string_view, 5> names = {"not applicable", "passed", "note", "warning",
                                                       "error"};
    return names[static_cast<std::size_t>(severity)];
}

std::string sentenceOf(const Check& check) {
    if (check.severity == Severity::NotApplicable) {
        return notApplicable(check);
    }
    return check.count == 0 ? passed(check) : failed(check);
}

std::string describe(const Check& check) {
    return sextant::describe(
        Warning{check.file, check.worst ? check.worst->name : std::string(), sentenceOf(check)});
}

} // namespace sextant::integrity
