// SPDX-License-Identifier: GPL-3.0-or-later
#include "EncryptedCardView.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>

EncryptedCardView::EncryptedCardView(const EncryptedCard &card, QWidget *parent)
    : CardFrame(QStringLiteral("key"), Mood::Neutral,
                card.kind == EncryptedCard::Kind::OpenPgpInline ? tr("Part of this text is encrypted")
                                                                : tr("This content is encrypted"),
                parent)
{
    addText(tr("Only someone with the secret key can read it. Poplar cannot decrypt it: save it and open the "
               "file in a program that can."));
    addRow(tr("Kind"), card.kind == EncryptedCard::Kind::Smime ? tr("S/MIME") : tr("OpenPGP"));
    QPushButton *save =
        addButton(QStringLiteral("save"), tr("Save…"), tr("Save what is encrypted as a file"));
    connect(save, &QPushButton::clicked, this, &EncryptedCardView::saveWanted);
    QPushButton *copy =
        addButton(QStringLiteral("copy"), tr("Copy"), tr("Copy what is known of the encrypted content"));
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(title() + u'\n' + words()); });
}
