// SPDX-License-Identifier: GPL-3.0-or-later
#include "FuzzInput.h"
#include "HttpAnswerReader.h"

#include <algorithm>
#include <optional>

namespace
{
constexpr qint64 longest = 2000;

struct Outcome {
    bool refused = false;
    bool whole = false;
    HttpAnswer answer;
};

// As it arrives: in pieces of this size, until the answer is whole or is none.
Outcome read(const QByteArray &bytes, qsizetype piece)
{
    HttpAnswerReader reader(longest);
    Outcome outcome;
    for (qsizetype at = 0; at < bytes.size() && !outcome.whole && !outcome.refused; at += piece) {
        const auto taken = reader.take(bytes.mid(at, piece));
        outcome.refused = !taken;
        outcome.whole = taken.value_or(false);
    }
    if (!outcome.refused && !outcome.whole)
        outcome.whole = reader.takeEnd();
    outcome.answer = reader.answer();
    return outcome;
}
} // namespace

// However it is cut, the answer is the same; nothing in it is longer than allowed or breaks a line.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const QByteArray bytes = bytesOf(data + 1, size - 1);
    const Outcome all = read(bytes, std::max<qsizetype>(bytes.size(), 1));
    const Outcome pieces = read(bytes, 1 + data[0] % 64);
    require(all.whole == pieces.whole && all.refused == pieces.refused);
    require(all.answer.body.size() <= longest && pieces.answer.body.size() <= longest);
    if (all.whole) {
        require(all.answer.status == pieces.answer.status && all.answer.body == pieces.answer.body);
        require(all.answer.location == pieces.answer.location && all.answer.type == pieces.answer.type);
        require(all.answer.status >= 200 && all.answer.status <= 599);
    }
    require(!all.answer.location.contains('\n') && !all.answer.type.contains('\n'));
    return 0;
}
