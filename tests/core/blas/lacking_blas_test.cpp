// SPDX-License-Identifier: GPL-3.0-or-later
// A program of its own: OpenBLAS is loaded once per process, and here it is one that lacks routines.
#include "core/blas/availability.h"
#include "core/blas/products.h"

#include <dlfcn.h>

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sextant::blas {
namespace {

using testing::HasSubstr;

class LackingBlas : public testing::Test {
protected:
    /// What is loaded under OpenBLAS's name is what the system gives to whoever asks for that name.
    void SetUp() override {
        ASSERT_NE(::dlopen(SEXTANT_LACKING_BLAS, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE), nullptr)
            << ::dlerror();
    }
};

TEST_F(LackingBlas, IsAnErrorThatNamesTheRoutine) {
    for (int i = 0; i < 2; ++i) {
        const Result<void> usable = requireBlas();
        ASSERT_FALSE(usable);
        EXPECT_EQ(usable.error().code, ErrorCode::Unsupported);
        EXPECT_THAT(usable.error().sentence,
                    HasSubstr("libopenblas.so.0 cannot be used: it has no routine cblas_ssyrk"));
    }
}

TEST_F(LackingBlas, IsAnExceptionToAProduct) {
    const double one = 1.0;
    double product = 0.0;
    for (int i = 0; i < 2; ++i) {
        EXPECT_THROW(setProduct(&one, 1, &one, 1, 1, &product, 1), std::runtime_error);
    }
}

} // namespace
} // namespace sextant::blas
