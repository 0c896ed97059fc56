// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pop3Course is what a retrieval asks for, in order: messages, and marks between them. A mark is LIST n: its
// answer names its message, and so tells whether the answers before it belonged to their commands. Pure.
#pragma once

#include "Pop3Listing.h"
#include "Pop3Mailbox.h"
#include "Pop3Reply.h"

#include <functional>
#include <optional>

class Pop3Course
{
public:
    struct Step {
        int number = 0;
        bool isMark = false;
        qint64 expected = 0; // octets of the answer
    };
    using Marks = Pop3Mailbox::Marks;

    // Of the entries from `first` on. `expected`: how large the answer for one will be; 0: unknown. The mark
    // at the end is there also where nothing is left to be asked for.
    Pop3Course(const std::vector<Pop3Listing::Entry> &entries, size_t first, Marks marks,
               const std::function<qint64(const Pop3Listing::Entry &)> &expected);

    const std::vector<Step> &steps() const { return m_steps; }

    // The message that the answer to LIST n names; nothing where it is none of those of RFC 1939 §5.
    static std::optional<qint64> namedBy(const Pop3Reply &reply);

private:
    std::vector<Step> m_steps;
};
