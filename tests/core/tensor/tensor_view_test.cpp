// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/tensor_archive.h"

#include <gtest/gtest.h>

namespace sextant::tensor {
namespace {

TEST(ContiguousStrides, AreThoseOfARowMajorArray) {
    EXPECT_EQ(contiguousStrides({2, 3, 4}), (std::vector<std::int64_t>{12, 4, 1}));
    EXPECT_EQ(contiguousStrides({}), std::vector<std::int64_t>{});
    EXPECT_EQ(contiguousStrides({5, 0, 2}), (std::vector<std::int64_t>{0, 2, 1}));
}

TEST(TensorView, CountsItsElements) {
    TensorView view;
    EXPECT_EQ(view.elementCount(), 1) << "a scalar has one element";
    view.shape = {3, 4};
    EXPECT_EQ(view.elementCount(), 12);
    view.shape = {3, 0};
    EXPECT_EQ(view.elementCount(), 0);
}

TEST(TensorView, IsContiguousWhenItsStridesSaySo) {
    TensorView view;
    view.shape = {3, 4};
    view.strides = {4, 1};
    EXPECT_TRUE(view.isContiguous());
    view.strides = {1, 3};
    EXPECT_FALSE(view.isContiguous()) << "transposed";
    view.strides = {8, 1};
    EXPECT_FALSE(view.isContiguous()) << "every second row";
}

TEST(TensorView, StridesThatAreNeverWalkedDoNotMatter) {
    TensorView view;
    view.shape = {1, 4};
    view.strides = {99, 1};
    EXPECT_TRUE(view.isContiguous());
    view.shape = {2, 0};
    view.strides = {7, 7};
    EXPECT_TRUE(view.isContiguous());
}

TEST(ElementType, NamesAndSizesAreThoseOfTorch) {
    EXPECT_EQ(elementName(ElementType::BFloat16), "bfloat16");
    EXPECT_EQ(elementSize(ElementType::Float16), 2u);
    EXPECT_EQ(elementSize(ElementType::BFloat16), 2u);
    EXPECT_EQ(elementSize(ElementType::Float32), 4u);
    EXPECT_EQ(elementSize(ElementType::Float64), 8u);
}

TEST(TensorArchive, FindsByNameOrNotAtAll) {
    TensorArchive archive;
    archive.tensors.push_back({"a", {}});
    archive.tensors.push_back({"b", {}});
    EXPECT_EQ(archive.find("b"), &archive.tensors[1].tensor);
    EXPECT_EQ(archive.find("c"), nullptr);
}

} // namespace
} // namespace sextant::tensor
