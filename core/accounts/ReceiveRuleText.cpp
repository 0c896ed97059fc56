// SPDX-License-Identifier: GPL-3.0-or-later
#include "ReceiveRuleText.h"

#include <algorithm>

namespace
{
constexpr qsizetype longestText = 500, longestFieldName = 100;

// In the order of the enumerations. They are read back, so they never change.
const QString actionWords[] = {QStringLiteral("skip"), QStringLiteral("head"), QStringLiteral("receive")};
const QString fieldWords[] = {QStringLiteral("from"),   QStringLiteral("to"),     QStringLiteral("subject"),
                              QStringLiteral("header"), QStringLiteral("larger"), QStringLiteral("before")};

template <class Enum, size_t count>
std::optional<Enum> wordToEnum(const QString (&words)[count], const QString &word)
{
    const auto at = std::find(std::begin(words), std::end(words), word);
    return at == std::end(words) ? std::nullopt : std::optional(static_cast<Enum>(at - std::begin(words)));
}

// RFC 5322 §2.2: printable US-ASCII without the colon.
bool isFieldName(const QString &name)
{
    return !name.isEmpty() && name.size() <= longestFieldName &&
           std::all_of(name.begin(), name.end(),
                       [](QChar c) { return c.unicode() > 32 && c.unicode() < 127 && c != u':'; });
}

bool hasControl(const QString &text)
{
    return std::any_of(text.begin(), text.end(),
                       [](QChar c) { return c.category() == QChar::Other_Control; });
}
} // namespace

QString receiveConditionText(const ReceiveRule &rule)
{
    const QString field = fieldWords[static_cast<size_t>(rule.field)] + u':';
    if (rule.field == ReceiveRule::Field::Larger)
        return field + QString::number(rule.octets);
    if (rule.field == ReceiveRule::Field::Before)
        return field + rule.before.toString(Qt::ISODate);
    if (rule.field == ReceiveRule::Field::Header)
        return field + rule.header + u':' + rule.text;
    return field + rule.text;
}

QString receiveRuleText(const ReceiveRule &rule)
{
    return actionWords[static_cast<size_t>(rule.action)] + u' ' + receiveConditionText(rule);
}

std::optional<ReceiveRule> receiveRuleFrom(const QString &text)
{
    const qsizetype space = text.indexOf(u' ');
    const qsizetype colon = text.indexOf(u':', space);
    if (space < 0 || colon < 0)
        return {};
    const auto action = wordToEnum<ReceiveRule::Action>(actionWords, text.first(space));
    const auto field = wordToEnum<ReceiveRule::Field>(fieldWords, text.sliced(space + 1, colon - space - 1));
    if (!action || !field)
        return {};
    ReceiveRule rule;
    rule.action = *action;
    rule.field = *field;
    rule.text = text.sliced(colon + 1);
    if (rule.field == ReceiveRule::Field::Larger) {
        rule.octets = rule.text.toLongLong();
        rule.text.clear();
    } else if (rule.field == ReceiveRule::Field::Before) {
        rule.before = QDate::fromString(rule.text, Qt::ISODate);
        rule.text.clear();
    } else if (rule.field == ReceiveRule::Field::Header) {
        rule.header = rule.text.section(u':', 0, 0);
        rule.text = rule.text.section(u':', 1);
    }
    if (!problemOf(rule).isEmpty())
        return {};
    return rule;
}

QString problemOf(const ReceiveRule &rule)
{
    if (hasControl(rule.text) || rule.text.size() > longestText)
        return QStringLiteral("the text of a rule is too long, or has a line break");
    if (rule.field == ReceiveRule::Field::Larger)
        return rule.octets > 0 ? QString() : QStringLiteral("a rule has no size");
    if (rule.field == ReceiveRule::Field::Before)
        return rule.before.isValid() ? QString() : QStringLiteral("a rule has no day, as 2026-01-31");
    if (rule.field == ReceiveRule::Field::Header)
        return isFieldName(rule.header) ? QString() : QStringLiteral("a rule has no name of a header field");
    return rule.text.trimmed().isEmpty() ? QStringLiteral("a rule has no text to look for") : QString();
}
