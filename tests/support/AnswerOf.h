// SPDX-License-Identifier: GPL-3.0-or-later
//
// answerOf() asks a session and waits, a minute at most, while the event loop runs:
//
//     answerOf<std::vector<Folder>>([&](auto done) { session.folders(&context, done); })
#pragma once

#include "Result.h"

#include <QTest>

#include <optional>

template <class T, class Ask> Result<T> answerOf(Ask ask)
{
    std::optional<Result<T>> answer;
    ask([&](Result<T> result) { answer.emplace(std::move(result)); });
    if (!QTest::qWaitFor([&] { return answer.has_value(); }, 60000))
        return failure(ErrorCode::Timeout, QStringLiteral("no answer"));
    return std::move(*answer);
}
