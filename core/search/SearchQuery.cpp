// SPDX-License-Identifier: GPL-3.0-or-later
#include "SearchQuery.h"

#include "SearchParser.h"
#include "SearchValue.h"

#include <QTimeZone>

#include <algorithm>

namespace
{

using Kind = SearchTerm::Kind;

// Whether `text` would be read as something else than itself without its quotes.
bool needsQuotes(const QString &text)
{
    static const QStringList operators{QStringLiteral("and"), QStringLiteral("or"), QStringLiteral("not")};
    return text.startsWith(u'-') || text.startsWith(u'/') || operators.contains(text, Qt::CaseInsensitive) ||
           std::any_of(text.begin(), text.end(), [](QChar character) {
               return SearchParser::endsWord(character) || character == u':' || character == u'*';
           });
}

QString quoted(const QString &text)
{
    QString escaped;
    for (const QChar character : text) {
        if (character == u'"' || character == u'\\')
            escaped += u'\\';
        escaped += character;
    }
    return u'"' + escaped + u'"';
}

QString leafText(const SearchTerm &term)
{
    const QString name =
        term.field == SearchField::Any ? QString() : SearchValue::fieldName(term.field) + u':';
    const bool relative = !term.date.day.isValid();
    switch (term.kind) {
    case Kind::Text:
        return name + (needsQuotes(term.text) ? quoted(term.text) : term.text) +
               (term.prefix ? QStringLiteral("*") : QString());
    case Kind::Expression:
        return name + u'/' + SearchParser::escapedExpression(term.text) + u'/';
    case Kind::State:
        return SearchValue::stateText(term.state);
    case Kind::Larger:
        return QStringLiteral("larger:") + SearchValue::sizeText(term.bytes);
    case Kind::Smaller:
        return QStringLiteral("smaller:") + SearchValue::sizeText(term.bytes);
    case Kind::Before:
        return (relative ? QStringLiteral("older:") : QStringLiteral("before:")) +
               SearchValue::dateText(term.date);
    case Kind::After:
        return (relative ? QStringLiteral("newer:") : QStringLiteral("after:")) +
               SearchValue::dateText(term.date);
    case Kind::And:
    case Kind::Or:
    case Kind::Not:
        break;
    }
    return {};
}

void write(QString &text, const SearchTerm &term);

void writeInside(QString &text, const SearchTerm &term, bool parentheses)
{
    if (parentheses)
        text += u'(';
    write(text, term);
    if (parentheses)
        text += u')';
}

void write(QString &text, const SearchTerm &term)
{
    if (term.kind == Kind::Not) {
        const auto &inner = term.terms.front();
        text += u'-';
        writeInside(text, inner, inner.kind == Kind::And || inner.kind == Kind::Or);
    } else if (term.kind == Kind::And || term.kind == Kind::Or) {
        bool first = true;
        for (const auto &inner : term.terms) {
            if (!first)
                text += term.kind == Kind::Or ? QLatin1String(" or ") : QLatin1String(" ");
            first = false;
            writeInside(text, inner, term.kind == Kind::And && inner.kind == Kind::Or);
        }
    } else {
        text += leafText(term);
    }
}

} // namespace

tl::expected<SearchQuery, SearchError> SearchQuery::parse(QStringView text)
{
    auto root = SearchParser(text).parse();
    if (!root)
        return tl::unexpected<SearchError>(root.error());
    return SearchQuery(std::move(*root));
}

QString SearchQuery::toText() const
{
    QString text;
    write(text, m_root);
    return text;
}

QRegularExpression SearchQuery::expression(const QString &pattern)
{
    return QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption |
                                           QRegularExpression::UseUnicodePropertiesOption);
}

QDateTime SearchQuery::firstMoment(const SearchDate &date, const QDateTime &now)
{
    QDate day = date.day;
    if (!day.isValid()) {
        switch (date.unit) {
        case SearchDate::Unit::Day:
            day = now.date().addDays(-date.count);
            break;
        case SearchDate::Unit::Week:
            day = now.date().addDays(-7 * qint64(date.count));
            break;
        case SearchDate::Unit::Month:
            day = now.date().addMonths(-date.count);
            break;
        case SearchDate::Unit::Year:
            day = now.date().addYears(-date.count);
            break;
        }
    }
    if (now.timeSpec() == Qt::TimeZone)
        return day.startOfDay(now.timeZone());
    return day.startOfDay(now.timeSpec(), now.offsetFromUtc());
}
