// SPDX-License-Identifier: GPL-3.0-or-later
//
// FoundPieces is what is here of a message that was sent in pieces (message/partial, RFC 2046 §5.2.2). A
// value.
#pragma once

#include <QString>

#include <algorithm>
#include <vector>

// The place of the whole message of which `part` is a piece: for MailSession::attachment().
inline QString placeOfWhole(const QString &part)
{
    return part + u'+';
}

// The other way; empty where `place` is not that of such a message.
inline QString pieceAt(const QString &place)
{
    return place.endsWith(u'+') ? place.chopped(1) : QString();
}

struct FoundPieces {
    std::vector<int> here;     // the numbers of the pieces, ascending
    std::vector<int> cutShort; // of these only the beginning was fetched; ascending
    int total = 0;             // 0: none that is here tells
    bool isTooLarge = false;   // together they are more than can be shown

    bool isWhole() const { return total > 0 && here.size() == size_t(total); }
    bool canBeJoined() const { return isWhole() && !isTooLarge; }
    // The first `most` of those that are neither here nor begun.
    std::vector<int> missing(size_t most) const
    {
        std::vector<int> numbers;
        for (int number = 1; number <= total && numbers.size() < most; ++number) {
            if (!std::binary_search(here.begin(), here.end(), number) &&
                !std::binary_search(cutShort.begin(), cutShort.end(), number))
                numbers.push_back(number);
        }
        return numbers;
    }

    bool operator==(const FoundPieces &) const = default;
};
