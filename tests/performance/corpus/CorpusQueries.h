// SPDX-License-Identifier: GPL-3.0-or-later
//
// The eleven classes of queries by which search is measured, with words of a corpus: one line for each query,
// class TAB query in Poplar's language TAB the text that grep looks for.
#pragma once

#include "MailWriter.h"

struct CorpusQuery {
    std::string kind, query, pattern;
};

std::vector<CorpusQuery> corpusQueries(const MailWriter &writer, std::size_t perClass);
bool writeQueries(const MailWriter &writer, const std::string &path);
