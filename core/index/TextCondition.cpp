// SPDX-License-Identifier: GPL-3.0-or-later
#include "TextCondition.h"

#include "IndexCoverage.h"
#include "SearchQuery.h"

#include <algorithm>

namespace
{
// Steps of PCRE2 for one match: some hundredths of a second, where a catastrophic pattern would take years.
constexpr int mostSteps = 200000;

constexpr ColumnSet bit(size_t column)
{
    return ColumnSet(1) << column;
}
} // namespace

bool TextCondition::isOfText(SearchField field)
{
    return columnsOf(field) != 0;
}

ColumnSet TextCondition::columnsOf(SearchField field)
{
    enum Column { Subject, Sender, Recipients, Cc, Body, FileName, Attached, List };
    switch (field) {
    case SearchField::Any:
        return (bit(TextColumns::count) - 1) & ~bit(List);
    case SearchField::From:
        return bit(Sender);
    case SearchField::To:
        return bit(Recipients);
    case SearchField::Cc:
        return bit(Cc);
    case SearchField::Subject:
        return bit(Subject);
    case SearchField::Body:
        return bit(Body);
    case SearchField::FileName:
        return bit(FileName);
    case SearchField::List:
        return bit(List);
    case SearchField::Tag:
    case SearchField::Folder:
    case SearchField::Account:
        break;
    }
    return 0;
}

TextCondition TextCondition::of(const SearchTerm &term)
{
    TextCondition condition;
    condition.m_columns = columnsOf(term.field);
    if (term.kind == SearchTerm::Kind::Expression) {
        const QRegularExpression written = SearchQuery::expression(term.text);
        condition.m_kind = Kind::Expression;
        condition.m_expression.setPattern(QStringLiteral("(*LIMIT_MATCH=%1)").arg(mostSteps) + term.text);
        condition.m_expression.setPatternOptions(written.patternOptions());
        condition.m_expression.optimize();
        return condition;
    }
    condition.m_phrase = TextPhrase::of(term.text, term.prefix);
    condition.m_kind = condition.m_phrase.tokens.empty() ? Kind::Piece : Kind::Phrase;
    condition.m_piece = term.text;
    return condition;
}

TextCondition TextCondition::joined(SearchTerm::Kind kind, std::vector<TextCondition> conditions)
{
    TextCondition all;
    all.m_kind = kind == SearchTerm::Kind::And  ? Kind::And
                 : kind == SearchTerm::Kind::Or ? Kind::Or
                                                : Kind::Not;
    all.m_conditions = std::move(conditions);
    return all;
}

QByteArray TextCondition::expression() const
{
    if (m_kind != Kind::Phrase)
        return {};
    QByteArray columns;
    for (size_t column = 0; column < TextColumns::count; ++column)
        if ((m_columns & bit(column)) != 0)
            columns += QByteArray(columns.isEmpty() ? "" : " ") + IndexCoverage::columns[column];
    return '{' + columns + "} : " + m_phrase.expression;
}

TextCondition::Answer TextCondition::holds(TextColumns &text) const
{
    switch (m_kind) {
    case Kind::And:
        return allHold(text);
    case Kind::Or:
        return oneHolds(text);
    case Kind::Not: {
        const Answer inner = m_conditions.front().holds(text);
        return inner == Answer::TooComplex ? inner : inner == Answer::Yes ? Answer::No : Answer::Yes;
    }
    case Kind::Phrase:
        return text.contains(m_phrase, m_columns) ? Answer::Yes : Answer::No;
    case Kind::Piece:
    case Kind::Expression:
        break;
    }
    return matches(text);
}

TextCondition::Answer TextCondition::allHold(TextColumns &text) const
{
    Answer all = Answer::Yes;
    for (const TextCondition &condition : m_conditions) {
        const Answer one = condition.holds(text);
        if (one == Answer::No)
            return one;
        if (one == Answer::TooComplex)
            all = one;
    }
    return all;
}

TextCondition::Answer TextCondition::oneHolds(TextColumns &text) const
{
    Answer all = Answer::No;
    for (const TextCondition &condition : m_conditions) {
        const Answer one = condition.holds(text);
        if (one == Answer::Yes)
            return one;
        if (one == Answer::TooComplex)
            all = one;
    }
    return all;
}

TextCondition::Answer TextCondition::matches(const TextColumns &text) const
{
    Answer answer = Answer::No;
    for (size_t column = 0; column < TextColumns::count; ++column) {
        if ((m_columns & bit(column)) == 0)
            continue;
        const QString &content = text.column(column);
        if (m_kind == Kind::Piece) {
            if (content.contains(m_piece, Qt::CaseInsensitive))
                return Answer::Yes;
            continue;
        }
        const QRegularExpressionMatch match = m_expression.match(content);
        if (match.hasMatch())
            return Answer::Yes;
        if (!match.isValid())
            answer = Answer::TooComplex;
    }
    return answer;
}
