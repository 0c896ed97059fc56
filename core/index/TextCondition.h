// SPDX-License-Identifier: GPL-3.0-or-later
//
// TextCondition is what a search asks of a message's text: phrases, pieces of text and regular expressions in
// columns, with And, Or and Not. Compiled once, asked for each message that the index does not answer for.
// Not shared between threads.
#pragma once

#include "SearchTerm.h"
#include "TextColumns.h"

#include <QRegularExpression>

#include <vector>

class TextCondition
{
public:
    // Of a text or an expression in a field that is text (see isOfText).
    static TextCondition of(const SearchTerm &term);
    static TextCondition joined(SearchTerm::Kind kind, std::vector<TextCondition> conditions);
    static bool isOfText(SearchField field);
    static ColumnSet columnsOf(SearchField field);

    enum class Answer { No, Yes, TooComplex }; // TooComplex: an expression took too many steps
    Answer holds(TextColumns &text) const;

    // The words as FTS5 looks for them in their columns; empty where it cannot: an expression, or a text
    // without a letter or digit, which is a piece of text to be found as it stands.
    QByteArray expression() const;

private:
    enum class Kind { And, Or, Not, Phrase, Piece, Expression };
    Answer allHold(TextColumns &text) const;
    Answer oneHolds(TextColumns &text) const;
    Answer matches(const TextColumns &text) const;

    Kind m_kind = Kind::And;
    ColumnSet m_columns = 0;
    TextPhrase m_phrase;
    QString m_piece;
    QRegularExpression m_expression;
    std::vector<TextCondition> m_conditions;
};
