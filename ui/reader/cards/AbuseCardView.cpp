// SPDX-License-Identifier: GPL-3.0-or-later
#include "AbuseCardView.h"

#include "Formatting.h"

#include <QCoreApplication>
#include <QDateTime>

namespace
{
struct AbuseWords {
    Q_DECLARE_TR_FUNCTIONS(AbuseCardView)
};

// The registered types (RFC 5965 §7.3, 6430, 6591); another is told as it stands there.
QString feedbackWords(const QString &feedback)
{
    if (feedback == QLatin1String("abuse"))
        return AbuseWords::tr("Unwanted mail");
    if (feedback == QLatin1String("fraud"))
        return AbuseWords::tr("Fraud or phishing");
    if (feedback == QLatin1String("virus"))
        return AbuseWords::tr("A virus");
    if (feedback == QLatin1String("not-spam"))
        return AbuseWords::tr("Not spam: it was taken for unwanted mail, and was not");
    if (feedback == QLatin1String("auth-failure"))
        return AbuseWords::tr("The sender could not be authenticated (SPF, DKIM or DMARC)");
    if (feedback.startsWith(QLatin1String("opt-out")))
        return AbuseWords::tr("Somebody does not want such mail any more");
    return feedback == QLatin1String("other") ? AbuseWords::tr("Another reason") : feedback;
}
} // namespace

AbuseCardView::AbuseCardView(const AbuseCard &card, QWidget *parent)
    : CardFrame(QStringLiteral("shield-alert"),
                card.feedback == QLatin1String("not-spam") ? Mood::Neutral : Mood::Caution,
                card.feedback == QLatin1String("not-spam") ? tr("A report about a message")
                                                           : tr("A complaint about a message"),
                parent)
{
    addRow(tr("Reported as"), feedbackWords(card.feedback));
    addRow(tr("Sender"), card.sender);
    addRow(tr("Sent from"), card.sourceAddress);
    addRow(tr("Domain"), card.reportedDomain);
    if (card.arrived != 0)
        addRow(tr("Arrived"), Formatting::readerDate(card.arrived, QDateTime::currentDateTime()));
    if (card.incidents > 1)
        addRow(tr("Such messages"), Formatting::count(card.incidents));
}
