// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <utility>

// Returns early with the error of a Result, for functions that return a Result of any type themselves.

#define SEXTANT_JOIN_TOKENS(a, b) a##b
#define SEXTANT_JOIN(a, b) SEXTANT_JOIN_TOKENS(a, b)

/// `TRY(store.flush());` returns the error, if there is one.
#define TRY(...) SEXTANT_TRY(SEXTANT_JOIN(tried, __COUNTER__), __VA_ARGS__)
#define SEXTANT_TRY(name, ...)                                                                               \
    do {                                                                                                     \
        if (auto name = (__VA_ARGS__); !name) {                                                              \
            return tl::make_unexpected(std::move(name).error());                                             \
        }                                                                                                    \
    } while (false)

/// `TRY_ASSIGN(const Plan plan, makePlan(options));` returns the error or initialises the variable. Two
/// statements: not for use as the lone body of an `if`.
#define TRY_ASSIGN(target, ...) SEXTANT_TRY_ASSIGN(SEXTANT_JOIN(tried, __COUNTER__), target, __VA_ARGS__)
#define SEXTANT_TRY_ASSIGN(name, target, ...)                                                                \
    auto name = (__VA_ARGS__);                                                                               \
    if (!name) {                                                                                             \
        return tl::make_unexpected(std::move(name).error());                                                 \
    }                                                                                                        \
    target = *std::move(name)
