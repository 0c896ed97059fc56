// SPDX-License-Identifier: GPL-3.0-or-later
#include "ReceiptCardView.h"

#include <QCoreApplication>

namespace
{
using Disposition = ReceiptCard::Disposition;

struct ReceiptWords {
    Q_DECLARE_TR_FUNCTIONS(ReceiptCardView)
};

QString receiptTitle(const ReceiptCard &card)
{
    switch (card.disposition) {
    case Disposition::Displayed:
        return ReceiptWords::tr("A message was displayed");
    case Disposition::Deleted:
        return ReceiptWords::tr("A message was deleted");
    case Disposition::Denied:
        return ReceiptWords::tr("A recipient does not tell what became of a message");
    case Disposition::Dispatched:
        return ReceiptWords::tr("A message was passed on");
    case Disposition::Processed:
        return ReceiptWords::tr("A message was processed by a program");
    case Disposition::Failed:
        return ReceiptWords::tr("A message arrived, but could not be displayed");
    case Disposition::Unknown:
        break;
    }
    return ReceiptWords::tr("A receipt for a message");
}

QString receiptText(const ReceiptCard &card)
{
    if (card.disposition == Disposition::Displayed)
        return card.isAutomatic
                   ? ReceiptWords::tr("A program says so by itself; nobody need have seen it.")
                   : ReceiptWords::tr("Somebody opened it. That does not mean that it was read.");
    if (card.disposition == Disposition::Deleted)
        return card.isAutomatic ? ReceiptWords::tr("A program deleted it by itself.")
                                : ReceiptWords::tr("It may have been deleted without being read.");
    return {};
}

CardFrame::Mood receiptMood(const ReceiptCard &card)
{
    if (card.disposition == Disposition::Displayed)
        return CardFrame::Mood::Good;
    const bool isBad = card.disposition == Disposition::Deleted || card.disposition == Disposition::Failed;
    return isBad ? CardFrame::Mood::Caution : CardFrame::Mood::Neutral;
}

QString receiptIcon(const ReceiptCard &card)
{
    switch (card.disposition) {
    case Disposition::Displayed:
        return QStringLiteral("eye");
    case Disposition::Deleted:
        return QStringLiteral("trash-2");
    case Disposition::Denied:
        return QStringLiteral("eye-off");
    case Disposition::Failed:
        return QStringLiteral("circle-alert");
    default:
        return QStringLiteral("mail-open");
    }
}
} // namespace

ReceiptCardView::ReceiptCardView(const ReceiptCard &card, QWidget *parent)
    : CardFrame(receiptIcon(card), receiptMood(card), receiptTitle(card), parent)
{
    addText(receiptText(card));
    addRow(tr("Recipient"), card.recipient);
    addRow(tr("Program"), card.program);
    addRow(tr("Message ID"), card.messageId);
}
