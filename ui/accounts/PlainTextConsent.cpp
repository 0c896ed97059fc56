// SPDX-License-Identifier: GPL-3.0-or-later
#include "PlainTextConsent.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>

namespace
{
struct Words {
    Q_DECLARE_TR_FUNCTIONS(PlainTextConsent)
};
} // namespace

void askForPlainTextConsent(QWidget &parent, std::function<void()> accepted)
{
    auto *box = new QMessageBox(QMessageBox::Warning, Words::tr("No protection"),
                                Words::tr("Connect without encryption?"), QMessageBox::NoButton, &parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(
        Words::tr("Anyone on the network path can read your password and every message. Contact your "
                  "provider, or continue only on a network you trust."));
    auto *accept = box->addButton(Words::tr("Continue without protection"), QMessageBox::DestructiveRole);
    box->setDefaultButton(box->addButton(QMessageBox::Cancel));
    QObject::connect(accept, &QPushButton::clicked, &parent, std::move(accepted));
    box->open();
}
