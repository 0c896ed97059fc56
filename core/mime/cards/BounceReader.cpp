// SPDX-License-Identifier: GPL-3.0-or-later
#include "BounceReader.h"

#include "MessageDate.h"
#include "Octets.h"
#include "ReportFields.h"

#include <QRegularExpression>

namespace
{

constexpr size_t mostRecipients = 500;

struct Recipient {
    BounceRecipient bounce;
    QString original, final;
};

// "5.1.1", wherever it stands in the text; with a class of RFC 3463 and no octet of an IP address.
QString codeIn(const QString &text)
{
    static const QRegularExpression code(
        QStringLiteral("(?<![0-9.])([245]\\.[0-9]{1,3}\\.[0-9]{1,3})(?![0-9]|\\.[0-9])"));
    return code.match(text).captured(1);
}

BounceRecipient::Action actionOf(const QString &value)
{
    using Action = BounceRecipient::Action;
    static const std::pair<const char *, Action> words[]{
        {"failed", Action::Failed},    {"failure", Action::Failed},      {"expired", Action::Failed},
        {"delayed", Action::Delayed},  {"delivered", Action::Delivered}, {"relayed", Action::Relayed},
        {"expanded", Action::Expanded}};
    for (const auto &[word, action] : words) {
        if (value.startsWith(QLatin1String(word), Qt::CaseInsensitive))
            return action;
    }
    return Action::Unknown;
}

class BounceReading
{
public:
    void readGroup(const HeaderBlock &group);
    std::optional<BounceCard> result();

private:
    void take(QByteArrayView name, const QString &value, QByteArrayView raw);
    void takeAddress(QString Recipient::*which, const QString &value);

    BounceCard m_card;
    std::vector<Recipient> m_recipients;
};

// A group belongs to one recipient (RFC 3464 §2.3); one without a recipient goes on with the last.
void BounceReading::readGroup(const HeaderBlock &group)
{
    if (!group.first("Final-Recipient").isNull() || !group.first("Original-Recipient").isNull())
        m_recipients.emplace_back();
    for (const HeaderField &field : group.fields()) {
        if (m_recipients.size() > mostRecipients)
            return;
        take(field.name, ReportFields::valueOf(group, field.value), field.value);
    }
}

void BounceReading::take(QByteArrayView name, const QString &value, QByteArrayView raw)
{
    const auto is = [name](QByteArrayView other) { return sameIgnoringCase(name, other); };
    const auto set = [](QString &place, const QString &text) {
        if (place.isEmpty())
            place = text;
    };
    if (is("Reporting-MTA"))
        set(m_card.reportingServer, ReportFields::withoutKind(value));
    if (m_recipients.empty())
        return;
    BounceRecipient &bounce = m_recipients.back().bounce;
    if (is("Original-Recipient"))
        takeAddress(&Recipient::original, ReportFields::addressIn(value));
    else if (is("Final-Recipient"))
        takeAddress(&Recipient::final, ReportFields::addressIn(value));
    else if (is("Action") && bounce.action == BounceRecipient::Action::Unknown)
        bounce.action = actionOf(value);
    else if (is("Status"))
        set(bounce.status, codeIn(value));
    else if (is("Diagnostic-Code"))
        set(bounce.diagnostic, ReportFields::withoutKind(value));
    else if (is("Remote-MTA"))
        set(bounce.remoteServer, ReportFields::withoutKind(value));
    else if (is("Will-Retry-Until") && bounce.retryUntil == 0) {
        bool isRepaired = false;
        bounce.retryUntil = parseDate(raw, isRepaired).value_or(0);
    }
}

// A second address of the same kind, without an empty line before it, is another recipient.
void BounceReading::takeAddress(QString Recipient::*which, const QString &value)
{
    if (!(m_recipients.back().*which).isEmpty())
        m_recipients.emplace_back();
    m_recipients.back().*which = value;
}

// What the servers left out is completed by what they said elsewhere: the code by the other server's answer,
// the action by the class of the code (RFC 3463 §3.1).
void complete(BounceRecipient &bounce)
{
    using Action = BounceRecipient::Action;
    if (bounce.status.isEmpty() || bounce.status.endsWith(QStringLiteral(".0.0"))) {
        const QString told = codeIn(bounce.diagnostic);
        if (!told.isEmpty() && (bounce.status.isEmpty() || told[0] == bounce.status[0]))
            bounce.status = told;
    }
    if (bounce.action != Action::Unknown || bounce.status.isEmpty())
        return;
    bounce.action = bounce.status[0] == u'5'   ? Action::Failed
                    : bounce.status[0] == u'4' ? Action::Delayed
                                               : Action::Delivered;
}

std::optional<BounceCard> BounceReading::result()
{
    for (Recipient &one : m_recipients) {
        one.bounce.address = one.original.isEmpty() ? one.final : one.original;
        if (one.bounce.address.isEmpty() || m_card.recipients.size() == mostRecipients)
            continue;
        complete(one.bounce);
        m_card.recipients.push_back(std::move(one.bounce));
    }
    return m_card.recipients.empty() ? std::nullopt : std::optional(std::move(m_card));
}

} // namespace

std::optional<BounceCard> readBounce(const MimePart &part)
{
    const ReportFields fields(part);
    BounceReading reading;
    for (const HeaderBlock &group : fields.groups())
        reading.readGroup(group);
    return reading.result();
}
