// SPDX-License-Identifier: GPL-3.0-or-later
#include "FuzzInput.h"
#include "SearchQuery.h"

#include <QString>

// What SearchTerm.h says of every tree.
static void requireWellFormed(const SearchTerm &term, bool isRoot)
{
    using Kind = SearchTerm::Kind;
    const bool joins = term.kind == Kind::And || term.kind == Kind::Or;
    require(joins || term.kind == Kind::Not || term.terms.empty());
    require(!joins || term.terms.size() >= 2 || (isRoot && term.kind == Kind::And && term.terms.empty()));
    require(term.kind != Kind::Not || (term.terms.size() == 1 && term.terms.front().kind != Kind::Not));
    require((term.kind != Kind::Text && term.kind != Kind::Expression) || !term.text.isEmpty());
    require(term.kind != Kind::Expression || SearchQuery::expression(term.text).isValid());
    for (const SearchTerm &inner : term.terms) {
        require(!joins || inner.kind != term.kind);
        requireWellFormed(inner, false);
    }
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QString text = QString::fromUtf8(bytesOf(data, size));
    const auto query = SearchQuery::parse(text);
    if (!query) {
        require(query.error().position >= 0 && query.error().position <= text.size());
        return 0;
    }
    requireWellFormed(query->root(), true);
    const QString written = query->toText();
    const auto again = SearchQuery::parse(written);
    require(again.has_value() && *again == *query);
    require(again->toText() == written);
    return 0;
}
