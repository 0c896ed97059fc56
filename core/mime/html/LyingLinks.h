// SPDX-License-Identifier: GPL-3.0-or-later
//
// LyingLinks finds the links of a message whose words name one host and whose target is another: what the
// reader warns of before it opens them. Hosts of the same registrable domain are the same. Pure.
#pragma once

#include "HtmlTree.h"
#include "MessageBody.h"

#include <vector>

struct LyingLinks {
    std::vector<LyingLink> links; // in the order of the message, each once; at most 100
    bool areAll = true;           // false: any other link may lie, too
};
LyingLinks findLyingLinks(const HtmlTree &tree);

// The host that a link's words name, in lower case, or null: a URL, "www.…", or nothing but a name like
// "bank.example.com".
QString hostInWords(const QString &words);
