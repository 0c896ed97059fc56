// SPDX-License-Identifier: GPL-3.0-or-later
#include "PartialCardView.h"

#include <QCoreApplication>
#include <QPushButton>

namespace
{
struct PartialWords {
    Q_DECLARE_TR_FUNCTIONS(PartialCardView)
};

QString pieceTitle(const PartialCard &card)
{
    if (card.number > 0 && card.total > 0)
        return PartialWords::tr("Part %1 of %2 of a message").arg(card.number).arg(card.total);
    return card.number > 0 ? PartialWords::tr("Part %1 of a message").arg(card.number)
                           : PartialWords::tr("A part of a message");
}
} // namespace

PartialCardView::PartialCardView(const PartialCard &card, QWidget *parent)
    : CardFrame(QStringLiteral("layers"), Mood::Neutral, pieceTitle(card), parent)
{
    addText(tr("The sender’s program cut a large message into pieces and sent each as a message of its own. "
               "Poplar does not join them; each piece can be saved."));
    addRow(tr("Message ID"), card.id);
    QPushButton *save =
        addButton(QStringLiteral("save"), tr("Save this piece…"), tr("Save this piece as a file"));
    connect(save, &QPushButton::clicked, this, &PartialCardView::saveWanted);
}
