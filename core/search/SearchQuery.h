// SPDX-License-Identifier: GPL-3.0-or-later
//
// SearchQuery reads the language of the search field into a tree of SearchTerms and writes it back. Pure, any
// thread, in time linear in the text; any text gives a tree or an error with its place. The language:
//
//     word  "a phrase"  begin*  "a phr"*  /expression/    all must be there; a slash inside is written \/
//     a b  a and b  a or b  -a  NOT a  (a or b) c         `or` binds weaker than `and`; NOT in capitals only
//     from: to: cc: subject: body: filename: list:        a text, an expression, or a group: from:(a or b)
//     tag: in: account:                                   a text or a group
//     is:read unread starred server partial damaged       has:attachment tag
//     larger:5M smaller:1.5k                              bytes, or k, M, G by 1024
//     before: after: older: newer:                        2024, 2024-05, 2024-05-17, 17.5.2024, today,
//                                                         yesterday, or 7d 2w 3m 1y ago
#pragma once

#include "SearchTerm.h"

#include <QDateTime>
#include <QRegularExpression>

#include <tl/expected.hpp>

enum class SearchErrorCode : quint8 {
    MissingOperand, // an operator has nothing beside it; the place is the operator
    MissingValue,   // nothing follows the colon
    EmptyText,      // "" or //
    UnknownField,   // the place is the field's name
    FieldInField,   // from:(to:a)
    UnknownState,   // what follows is: or has:
    InvalidSize,
    InvalidDate,
    MisplacedWildcard, // an asterisk that does not end a word
    InvalidExpression, // the place is where the regular expression fails
    ExpressionTooLong,
    TextAfterExpression, // /a/b
    UnclosedExpression,  // these three: the place is what opened it
    UnclosedQuote,
    UnclosedGroup,
    EmptyGroup,
    UnexpectedClose, // a parenthesis that closes nothing
    NestedTooDeeply,
};

struct SearchError {
    SearchErrorCode code = SearchErrorCode::MissingOperand;
    qsizetype position = 0; // in UTF-16 units from the beginning, as a text cursor counts

    bool operator==(const SearchError &) const = default;
};

class SearchQuery
{
public:
    static constexpr int maxDepth = 64;              // of parentheses
    static constexpr int maxExpressionLength = 1000; // of a regular expression, in UTF-16 units

    SearchQuery() = default; // everything
    static tl::expected<SearchQuery, SearchError> parse(QStringView text);

    const SearchTerm &root() const { return m_root; }
    bool isEmpty() const { return m_root.kind == SearchTerm::Kind::And && m_root.terms.empty(); }
    // The one canonical text of this tree: parse() makes an equal tree of it.
    QString toText() const;

    // What an Expression term means: no difference of case, classes by Unicode.
    static QRegularExpression expression(const QString &pattern);
    // The first moment of `date`, in the time zone of `now`. Days are calendar days: 1d is since yesterday
    // 0:00.
    static QDateTime firstMoment(const SearchDate &date, const QDateTime &now);

    bool operator==(const SearchQuery &) const = default;

private:
    explicit SearchQuery(SearchTerm root) : m_root(std::move(root)) {}

    SearchTerm m_root;
};
