// SPDX-License-Identifier: GPL-3.0-or-later
#include "ContactCardView.h"

#include <QPushButton>

namespace
{
QString eachInALine(const QStringList &values)
{
    return values.join(QLatin1Char('\n'));
}
} // namespace

ContactCardView::ContactCardView(const ContactCard &card, QWidget *parent)
    : CardFrame(QStringLiteral("user-plus"), Mood::Neutral, tr("Contact"), parent)
{
    addHeading(card.name);
    addRow(tr("Organization"), card.organization == card.name ? QString() : card.organization);
    addRow(tr("Position"), card.title);
    addRow(tr("Mail"), eachInALine(card.mail));
    addRow(tr("Telephone"), eachInALine(card.telephones));
    addRow(tr("Address"), eachInALine(card.addresses));
    addRow(tr("Web page"), eachInALine(card.links));
    if (card.leftOut > 0)
        addText(tr("and %n more contact(s) in the file", nullptr, card.leftOut), true);
    QPushButton *open = addButton(QStringLiteral("external-link"), tr("Open in address book"),
                                  tr("Open this contact in the address book of your computer"));
    QPushButton *save =
        addButton(QStringLiteral("save"), tr("Save as .vcf…"), tr("Save this contact as a file"));
    connect(open, &QPushButton::clicked, this, &ContactCardView::openWanted);
    connect(save, &QPushButton::clicked, this, &ContactCardView::saveWanted);
}
