// SPDX-License-Identifier: GPL-3.0-or-later
//
// Result<T> is a value or an Error (std::expected's interface, by tl::expected, because clang 14 cannot see
// the standard's). TRY and CHECK hand an error to the caller:
//
//     TRY(const auto listing, mailbox.list());   // declares `listing`, or returns the error
//     CHECK(mailbox.noop());                      // returns the error, if there is one
#pragma once

#include "Error.h"

#include <tl/expected.hpp>

#include <utility>

template <class T = void> class [[nodiscard]] Result : public tl::expected<T, Error>
{
public:
    using tl::expected<T, Error>::expected;
    Result(tl::expected<T, Error> &&other) : tl::expected<T, Error>(std::move(other)) {}
    Result(Error error) : tl::expected<T, Error>(tl::unexpect, std::move(error)) {}
};

inline tl::unexpected<Error> failure(ErrorCode code, QString detail = {}, QString serverText = {})
{
    return tl::unexpected<Error>(Error{code, std::move(detail), std::move(serverText), {}, {}});
}

#define POPLAR_JOIN_(a, b) a##b
#define POPLAR_JOIN(a, b) POPLAR_JOIN_(a, b)
#define POPLAR_TRY_(temporary, declaration, ...)                                                             \
    auto temporary = (__VA_ARGS__);                                                                          \
    if (!temporary)                                                                                          \
        return tl::unexpected<Error>(std::move(temporary.error()));                                          \
    declaration = std::move(*temporary)
#define TRY(declaration, ...) POPLAR_TRY_(POPLAR_JOIN(tryResult, __LINE__), declaration, __VA_ARGS__)
#define CHECK(...)                                                                                           \
    do {                                                                                                     \
        if (auto checkResult = (__VA_ARGS__); !checkResult)                                                  \
            return tl::unexpected<Error>(std::move(checkResult.error()));                                    \
    } while (false)
