// SPDX-License-Identifier: GPL-3.0-or-later
//
// SearchValue reads and writes the sizes, dates and names of the search language. Pure, any thread.
#pragma once

#include "SearchTerm.h"

#include <optional>

namespace SearchValue
{

// What a name before a colon asks for: a text in a field, or one of the others.
struct Name {
    SearchTerm::Kind kind = SearchTerm::Kind::Text;
    SearchField field = SearchField::Any;
};

std::optional<Name> name(QStringView text);
QString fieldName(SearchField field);

std::optional<SearchState> state(QStringView text);
QString stateText(SearchState state); // with its name: "is:read"

// In bytes; "5M", "1.5k", "300". Nothing if it is no size or beyond 2^62.
std::optional<qint64> size(QStringView text);
QString sizeText(qint64 bytes);

std::optional<SearchDate> date(QStringView text);
QString dateText(const SearchDate &date);

} // namespace SearchValue
