// SPDX-License-Identifier: GPL-3.0-or-later
#include "DeleteForGood.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>

void askToDeleteForGood(MailSession &session, const std::vector<MessageId> &messages, QWidget &asker,
                        const MailSession::Done<void> &done)
{
    if (messages.empty())
        return;
    const auto text = [](const char *source, int count = -1) {
        return QCoreApplication::translate("DeleteForGood", source, nullptr, count);
    };
    const QString title = text(QT_TRANSLATE_NOOP("DeleteForGood", "Delete for good"));
    auto *box = new QMessageBox(
        QMessageBox::Warning, title,
        text(QT_TRANSLATE_N_NOOP("DeleteForGood", "Delete %n message(s) for good?"), int(messages.size())),
        QMessageBox::NoButton, &asker);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(text(QT_TRANSLATE_NOOP(
        "DeleteForGood", "They are removed from this computer and cannot be brought back. What happens "
                         "to them on the server is up to the rules of their accounts.")));
    auto *accept = box->addButton(title, QMessageBox::DestructiveRole);
    box->setDefaultButton(box->addButton(QMessageBox::Cancel));
    QObject::connect(accept, &QPushButton::clicked, &asker,
                     [&session, &asker, messages, done] { session.removeForGood(messages, &asker, done); });
    box->open();
}
