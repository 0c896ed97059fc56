// SPDX-License-Identifier: GPL-3.0-or-later
//
// SearchParser is one run over one text: a recursive descent that looks at each character a bounded number of
// times and recurses only into parentheses, to SearchQuery::maxDepth. Used by SearchQuery only.
#pragma once

#include "SearchQuery.h"

#include <optional>

class SearchParser
{
public:
    explicit SearchParser(QStringView text) : m_text(text) {}
    tl::expected<SearchTerm, SearchError> parse();

    // Whether a bare word ends before this character.
    static bool endsWord(QChar character);
    // `pattern` with its slashes escaped, as it stands between two slashes.
    static QString escapedExpression(QStringView pattern);

private:
    // Each gives nothing when it failed, and then m_error says why.
    using Parsed = std::optional<SearchTerm>;
    Parsed alternatives();
    Parsed conjunction();
    Parsed negation();
    Parsed operand();
    Parsed group();
    Parsed named(qsizetype nameLength);
    Parsed value(SearchTerm term);
    Parsed fieldText();
    Parsed phrase();
    Parsed word();
    Parsed expression();
    std::nullopt_t fail(SearchErrorCode code, qsizetype position);

    bool atEnd() const { return m_at >= m_text.size(); }
    bool at(char16_t character) const { return !atEnd() && m_text[m_at] == character; }
    bool atBreak(qsizetype position) const; // the text's end, a space or a closing parenthesis
    bool atOperator(QStringView name, Qt::CaseSensitivity cases = Qt::CaseInsensitive) const;
    void skipSpaces();
    QStringView takeWord();

    QStringView m_text;
    qsizetype m_at = 0;
    qsizetype m_operatorAt = 0; // of the last operator that wants something behind it
    int m_depth = 0;
    SearchField m_field = SearchField::Any; // of the words in the group that is being read
    SearchError m_error;
};
