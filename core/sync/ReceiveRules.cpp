// SPDX-License-Identifier: GPL-3.0-or-later
#include "ReceiveRules.h"

#include "MessageDate.h"
#include "MimeMessage.h"
#include "ReceiveRuleText.h"
#include "Sha256.h"
#include "Trouble.h"

#include <algorithm>

namespace
{
bool contains(const Addresses &addresses, const QString &text)
{
    return std::any_of(addresses.begin(), addresses.end(), [&text](const Address &one) {
        const QString whole =
            one.name.isEmpty() ? one.address : one.name + QLatin1String(" <") + one.address + u'>';
        return whole.contains(text, Qt::CaseInsensitive);
    });
}

// A wrong or forged Date makes nothing old that a server has taken in since, and mail without any is not old.
bool isBefore(const MessageHeader &header, const QDate &day)
{
    const qint64 begin = day.startOfDay(Qt::UTC).toSecsSinceEpoch();
    if (header.dateSource == DateSource::Arrival || header.date >= begin)
        return false;
    const auto received = std::find_if(header.fields.begin(), header.fields.end(), [](const auto &field) {
        return field.first.compare(QLatin1String("Received"), Qt::CaseInsensitive) == 0;
    });
    if (received == header.fields.end())
        return true;
    const QString &path = received->second;
    bool isRepaired = false;
    const auto taken = parseDate(path.sliced(path.lastIndexOf(u';') + 1).toUtf8(), isRepaired);
    return !taken || *taken < begin;
}

bool fits(const ReceiveRule &rule, const MessageHeader &header, qint64 size)
{
    switch (rule.field) {
    case ReceiveRule::Field::From:
        return contains(header.from, rule.text);
    case ReceiveRule::Field::To:
        return contains(header.to, rule.text) || contains(header.cc, rule.text);
    case ReceiveRule::Field::Subject:
        return header.subject.contains(rule.text, Qt::CaseInsensitive);
    case ReceiveRule::Field::Header:
        return std::any_of(header.fields.begin(), header.fields.end(), [&rule](const auto &field) {
            return field.first.compare(rule.header, Qt::CaseInsensitive) == 0 &&
                   field.second.contains(rule.text, Qt::CaseInsensitive);
        });
    case ReceiveRule::Field::Larger:
        return size > rule.octets;
    case ReceiveRule::Field::Before:
        return isBefore(header, rule.before);
    }
    return false;
}
} // namespace

ReceiveRules::ReceiveRules(std::vector<ReceiveRule> rules) : m_rules(std::move(rules))
{
    QByteArray chain;
    for (const ReceiveRule &rule : m_rules) {
        chain = Sha256::of(chain + receiveRuleText(rule).toUtf8());
        m_troubles.append(
            Trouble::byRule(QString::fromLatin1(chain.first(4).toHex()) + u' ' + receiveConditionText(rule)));
    }
}

std::optional<ReceiveRules::Verdict> ReceiveRules::bySize(qint64 size) const
{
    for (size_t index = 0; index < m_rules.size(); ++index) {
        if (m_rules[index].field != ReceiveRule::Field::Larger)
            return {};
        if (size > m_rules[index].octets)
            return Verdict{m_rules[index].action, int(index)};
    }
    return Verdict{};
}

ReceiveRules::Verdict ReceiveRules::byHeader(QByteArrayView bytes, qint64 size) const
{
    const MessageHeader header = MimeMessage(bytes.toByteArray()).header();
    for (size_t index = 0; index < m_rules.size(); ++index)
        if (fits(m_rules[index], header, size))
            return {m_rules[index].action, int(index)};
    return {};
}

ReceiveRules::Verdict ReceiveRules::withoutHeader(qint64 size) const
{
    for (size_t index = 0; index < m_rules.size(); ++index)
        if (m_rules[index].field == ReceiveRule::Field::Larger && size > m_rules[index].octets)
            return {m_rules[index].action, int(index)};
    return {};
}

bool ReceiveRules::isCurrent(const QString &trouble) const
{
    for (size_t index = 0; index < m_rules.size(); ++index)
        if (m_rules[index].action == ReceiveRule::Action::DoNotReceive &&
            m_troubles[qsizetype(index)] == trouble)
            return true;
    return false;
}
