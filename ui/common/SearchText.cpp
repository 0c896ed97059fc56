// SPDX-License-Identifier: GPL-3.0-or-later
#include "SearchText.h"

#include <QCoreApplication>

namespace
{
using Code = SearchErrorCode;

struct SearchSentences {
    Q_DECLARE_TR_FUNCTIONS(SearchText)
};

qsizetype wordLength(const QString &text, qsizetype position)
{
    qsizetype end = position;
    while (end < text.size() && !text[end].isSpace() && text[end] != u'(' && text[end] != u')' &&
           text[end] != u'"')
        ++end;
    return end - position;
}

QString wordSentence(Code code, const QString &word)
{
    switch (code) {
    case Code::MissingOperand:
        return SearchSentences::tr("Something to search for is missing beside “%1”.").arg(word);
    case Code::UnknownField:
        return SearchSentences::tr(
                   "There is no “%1:”. There are from, to, cc, subject, body, filename, list, tag, in, "
                   "account, is, has, larger, smaller, before, after, older and newer; put quotation "
                   "marks round a text with a colon.")
            .arg(word);
    case Code::FieldInField:
        return SearchSentences::tr("“%1:” cannot stand in the parentheses of another name.").arg(word);
    case Code::UnknownState:
        return SearchSentences::tr(
                   "“%1” is not known here. There are is:read, unread, starred, server, partial and "
                   "damaged, has:attachment and has:tag.")
            .arg(word);
    case Code::InvalidSize:
        return SearchSentences::tr("“%1” is not a size. Write 300k, 5M or 1G.").arg(word);
    case Code::InvalidDate:
        return SearchSentences::tr("“%1” is not a date. Write 2024, 2024-05, 2024-05-17, today or 7d.")
            .arg(word);
    default:
        return {};
    }
}

QString placeSentence(Code code)
{
    switch (code) {
    case Code::MissingValue:
        return SearchSentences::tr("Something is missing after the colon.");
    case Code::EmptyText:
        return SearchSentences::tr("There is nothing to search for between these marks.");
    case Code::MisplacedWildcard:
        return SearchSentences::tr("An asterisk can only stand at the end of a word.");
    case Code::InvalidExpression:
        return SearchSentences::tr("The regular expression cannot be understood from here on.");
    case Code::ExpressionTooLong:
        return SearchSentences::tr("The regular expression is longer than %1 characters.")
            .arg(SearchQuery::maxExpressionLength);
    case Code::TextAfterExpression:
        return SearchSentences::tr("There must be a space after the closing slash.");
    case Code::UnclosedExpression:
        return SearchSentences::tr("The closing slash is missing.");
    case Code::UnclosedQuote:
        return SearchSentences::tr("The closing quotation mark is missing.");
    case Code::UnclosedGroup:
        return SearchSentences::tr("The closing parenthesis is missing.");
    case Code::EmptyGroup:
        return SearchSentences::tr("There is nothing between the parentheses.");
    case Code::UnexpectedClose:
        return SearchSentences::tr("This parenthesis closes nothing.");
    default:
        return SearchSentences::tr("There are more than %1 parentheses in one another.")
            .arg(SearchQuery::maxDepth);
    }
}
} // namespace

qsizetype searchErrorLength(const SearchError &error, const QString &text)
{
    if (error.position >= text.size())
        return 0;
    switch (error.code) {
    case Code::UnknownField:
    case Code::FieldInField:
        return std::max<qsizetype>(text.indexOf(u':', error.position) - error.position, 1);
    case Code::MissingOperand:
    case Code::UnknownState:
    case Code::InvalidSize:
    case Code::InvalidDate:
        return std::max<qsizetype>(wordLength(text, error.position), 1);
    case Code::EmptyText:
    case Code::EmptyGroup:
        return std::min<qsizetype>(2, text.size() - error.position);
    case Code::MissingValue:
        return 0;
    default:
        return 1;
    }
}

QString searchErrorSentence(const SearchError &error, const QString &text)
{
    const QString sentence =
        wordSentence(error.code, text.mid(error.position, searchErrorLength(error, text)));
    return sentence.isEmpty() ? placeSentence(error.code) : sentence;
}

QStringList searchRemarks(const SearchOutcome &outcome)
{
    QStringList remarks;
    for (const SearchTerm &term : outcome.unknown) {
        if (term.field == SearchField::Tag)
            remarks += SearchSentences::tr("There is no tag “%1”.").arg(term.text);
        else if (term.field == SearchField::Folder)
            remarks += SearchSentences::tr("There is no folder “%1”.").arg(term.text);
        else
            remarks += SearchSentences::tr("There is no account “%1”.").arg(term.text);
    }
    if (outcome.unreadable > 0)
        remarks += SearchSentences::tr(
            "%n message(s) could not be read; only their sender, recipients and subject were "
            "searched. Verify the mail to learn which.",
            nullptr, static_cast<int>(outcome.unreadable));
    if (outcome.tooComplex > 0)
        remarks += SearchSentences::tr(
            "The regular expression is too complex for %n message(s); they were left out.", nullptr,
            static_cast<int>(outcome.tooComplex));
    return remarks;
}
