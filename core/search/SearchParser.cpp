// SPDX-License-Identifier: GPL-3.0-or-later
#include "SearchParser.h"

#include "SearchValue.h"

#include <QScopeGuard>

namespace
{

using Kind = SearchTerm::Kind;
using Code = SearchErrorCode;

// Keeps what SearchTerm.h says of And and Or: a term of the same kind gives its own terms.
void append(std::vector<SearchTerm> &terms, Kind kind, SearchTerm term)
{
    if (term.kind != kind) {
        terms.push_back(std::move(term));
        return;
    }
    if (terms.empty()) { // as in ((((a b c)))), where every level would move them all
        terms = std::move(term.terms);
        return;
    }
    for (auto &inner : term.terms)
        terms.push_back(std::move(inner));
}

SearchTerm joined(Kind kind, std::vector<SearchTerm> terms)
{
    if (terms.size() == 1) {
        SearchTerm only = std::move(terms.front());
        return only;
    }
    SearchTerm all;
    all.kind = kind;
    all.terms = std::move(terms);
    return all;
}

SearchTerm negated(SearchTerm term)
{
    if (term.kind == Kind::Not) {
        SearchTerm inner = std::move(term.terms.front());
        return inner;
    }
    SearchTerm negation;
    negation.kind = Kind::Not;
    negation.terms.push_back(std::move(term));
    return negation;
}

bool isLetter(QChar character)
{
    return (character >= u'a' && character <= u'z') || (character >= u'A' && character <= u'Z');
}

// Of these the names are the user's own and may begin with a slash.
bool takesExpressions(SearchField field)
{
    return field != SearchField::Tag && field != SearchField::Folder && field != SearchField::Account;
}

} // namespace

tl::expected<SearchTerm, SearchError> SearchParser::parse()
{
    skipSpaces();
    if (atEnd())
        return SearchTerm{};
    auto root = alternatives();
    if (root && !atEnd())
        root = fail(Code::UnexpectedClose, m_at);
    if (!root)
        return tl::unexpected<SearchError>(m_error);
    return std::move(*root);
}

SearchParser::Parsed SearchParser::alternatives()
{
    std::vector<SearchTerm> choices;
    for (;;) {
        auto choice = conjunction();
        if (!choice)
            return std::nullopt;
        append(choices, Kind::Or, std::move(*choice));
        if (!atOperator(u"or"))
            return joined(Kind::Or, std::move(choices));
        m_operatorAt = m_at;
        m_at += 2;
    }
}

SearchParser::Parsed SearchParser::conjunction()
{
    std::vector<SearchTerm> terms;
    bool wanted = true; // something must follow
    for (;;) {
        skipSpaces();
        if (atEnd() || at(u')') || atOperator(u"or"))
            break;
        if (atOperator(u"and")) {
            if (wanted)
                return fail(Code::MissingOperand, m_at);
            m_operatorAt = m_at;
            m_at += 3;
            wanted = true;
            continue;
        }
        // A dash alone, as in many a subject, is no word and negates nothing.
        if (at(u'-') && (m_at + 1 == m_text.size() || m_text[m_at + 1].isSpace())) {
            if (terms.empty())
                m_operatorAt = m_at;
            ++m_at;
            continue;
        }
        auto term = negation();
        if (!term)
            return std::nullopt;
        append(terms, Kind::And, std::move(*term));
        wanted = false;
    }
    if (!wanted)
        return joined(Kind::And, std::move(terms));
    if (at(u')') && m_depth == 0)
        return fail(Code::UnexpectedClose, m_at);
    return fail(Code::MissingOperand, terms.empty() && atOperator(u"or") ? m_at : m_operatorAt);
}

SearchParser::Parsed SearchParser::negation()
{
    bool isNegated = false;
    for (;;) {
        const bool isWord = atOperator(u"NOT", Qt::CaseSensitive);
        if (!isWord && !at(u'-'))
            break;
        isNegated = !isNegated;
        m_operatorAt = m_at;
        m_at += isWord ? 3 : 1;
        if (isWord)
            skipSpaces();
        if (atBreak(m_at) || atOperator(u"or") || atOperator(u"and"))
            return fail(Code::MissingOperand, m_operatorAt);
    }
    auto term = operand();
    if (term && isNegated)
        return negated(std::move(*term));
    return term;
}

SearchParser::Parsed SearchParser::operand()
{
    if (at(u'('))
        return group();
    qsizetype end = m_at;
    while (end < m_text.size() && isLetter(m_text[end]))
        ++end;
    const bool isName = end > m_at && end < m_text.size() && m_text[end] == u':';
    return isName ? named(end - m_at) : fieldText();
}

SearchParser::Parsed SearchParser::group()
{
    const qsizetype opening = m_at;
    if (m_depth == SearchQuery::maxDepth)
        return fail(Code::NestedTooDeeply, opening);
    ++m_at;
    skipSpaces();
    if (at(u')'))
        return fail(Code::EmptyGroup, opening);
    if (atEnd())
        return fail(Code::UnclosedGroup, opening);
    ++m_depth;
    auto inside = alternatives();
    --m_depth;
    if (!inside)
        return std::nullopt;
    if (!at(u')'))
        return fail(Code::UnclosedGroup, opening);
    ++m_at;
    return inside;
}

// A name that we do not know is an error only where it looks meant: "Re:", "https://" and "::" are words.
SearchParser::Parsed SearchParser::named(qsizetype nameLength)
{
    const auto name = SearchValue::name(m_text.mid(m_at, nameLength));
    const qsizetype behind = m_at + nameLength + 1;
    if (!name) {
        if (atBreak(behind) || m_text[behind] == u'/' || m_text[behind] == u':')
            return word();
        return fail(Code::UnknownField, m_at);
    }
    if (m_field != SearchField::Any)
        return fail(Code::FieldInField, m_at);
    m_at = behind;
    if (atBreak(m_at))
        return fail(Code::MissingValue, m_at);
    if (name->kind != Kind::Text) {
        SearchTerm term;
        term.kind = name->kind;
        return value(std::move(term));
    }
    const auto restore = qScopeGuard([this] { m_field = SearchField::Any; });
    m_field = name->field;
    return at(u'(') ? group() : fieldText();
}

SearchParser::Parsed SearchParser::value(SearchTerm term)
{
    const qsizetype start = m_at;
    const QStringView written = takeWord();
    if (written.isEmpty())
        return fail(Code::MissingValue, start);
    if (term.kind == Kind::State) {
        const auto state = SearchValue::state(written);
        if (!state)
            return fail(Code::UnknownState, start);
        term.state = *state;
    } else if (term.kind == Kind::Larger || term.kind == Kind::Smaller) {
        const auto bytes = SearchValue::size(written);
        if (!bytes)
            return fail(Code::InvalidSize, start);
        term.bytes = *bytes;
    } else {
        const auto date = SearchValue::date(written);
        if (!date)
            return fail(Code::InvalidDate, start);
        term.date = *date;
    }
    return term;
}

SearchParser::Parsed SearchParser::fieldText()
{
    if (at(u'"'))
        return phrase();
    return at(u'/') && takesExpressions(m_field) ? expression() : word();
}

SearchParser::Parsed SearchParser::phrase()
{
    const qsizetype opening = m_at++;
    QString text;
    for (; !at(u'"'); ++m_at) {
        if (at(u'\\') && m_at + 1 < m_text.size() && (m_text[m_at + 1] == u'"' || m_text[m_at + 1] == u'\\'))
            ++m_at;
        if (atEnd())
            return fail(Code::UnclosedQuote, opening);
        text += m_text[m_at];
    }
    ++m_at;
    SearchTerm term;
    term.kind = Kind::Text;
    term.field = m_field;
    term.text = text.simplified();
    term.prefix = at(u'*');
    if (term.prefix)
        ++m_at;
    if (term.text.isEmpty())
        return fail(Code::EmptyText, opening);
    return term;
}

SearchParser::Parsed SearchParser::word()
{
    const qsizetype start = m_at;
    QStringView text = takeWord();
    const qsizetype asterisk = text.indexOf(u'*');
    if (asterisk == 0 || (asterisk > 0 && asterisk + 1 < text.size()))
        return fail(Code::MisplacedWildcard, start + asterisk);
    SearchTerm term;
    term.kind = Kind::Text;
    term.field = m_field;
    term.prefix = asterisk > 0;
    term.text = (term.prefix ? text.chopped(1) : text).toString();
    return term;
}

SearchParser::Parsed SearchParser::expression()
{
    const qsizetype opening = m_at++;
    SearchTerm term;
    term.kind = Kind::Expression;
    term.field = m_field;
    for (; !at(u'/'); ++m_at) {
        if (at(u'\\') && m_at + 1 < m_text.size()) {
            ++m_at;
            if (!at(u'/'))
                term.text += u'\\';
        }
        if (atEnd())
            return fail(Code::UnclosedExpression, opening);
        term.text += m_text[m_at];
    }
    ++m_at;
    if (!atBreak(m_at))
        return fail(Code::TextAfterExpression, m_at);
    if (term.text.isEmpty())
        return fail(Code::EmptyText, opening);
    if (term.text.size() > SearchQuery::maxExpressionLength)
        return fail(Code::ExpressionTooLong, opening);
    const auto compiled = SearchQuery::expression(term.text);
    if (!compiled.isValid()) {
        const auto before = QStringView(term.text).left(compiled.patternErrorOffset());
        return fail(Code::InvalidExpression, opening + 1 + escapedExpression(before).size());
    }
    return term;
}

std::nullopt_t SearchParser::fail(SearchErrorCode code, qsizetype position)
{
    m_error = {code, position};
    return std::nullopt;
}

bool SearchParser::endsWord(QChar character)
{
    return character.isSpace() || character == u'(' || character == u')' || character == u'"';
}

QString SearchParser::escapedExpression(QStringView pattern)
{
    QString escaped;
    for (qsizetype index = 0; index < pattern.size(); ++index) {
        if (pattern[index] == u'/')
            escaped += u'\\';
        escaped += pattern[index];
        if (pattern[index] == u'\\' && index + 1 < pattern.size())
            escaped += pattern[++index];
    }
    return escaped;
}

bool SearchParser::atBreak(qsizetype position) const
{
    return position >= m_text.size() || m_text[position].isSpace() || m_text[position] == u')';
}

bool SearchParser::atOperator(QStringView name, Qt::CaseSensitivity cases) const
{
    const qsizetype end = m_at + name.size();
    return m_text.mid(m_at, name.size()).compare(name, cases) == 0 &&
           (end == m_text.size() || endsWord(m_text[end]));
}

void SearchParser::skipSpaces()
{
    while (!atEnd() && m_text[m_at].isSpace())
        ++m_at;
}

QStringView SearchParser::takeWord()
{
    const qsizetype start = m_at;
    while (!atEnd() && !endsWord(m_text[m_at]))
        ++m_at;
    return m_text.mid(start, m_at - start);
}
