// SPDX-License-Identifier: GPL-3.0-or-later
#include "PopupKeys.h"

#include <QApplication>
#include <QKeyEvent>

void PopupKeys::installFor(QApplication &application)
{
    if (!application.findChild<PopupKeys *>(QString(), Qt::FindDirectChildrenOnly))
        application.installEventFilter(new PopupKeys(&application));
}

bool PopupKeys::eventFilter(QObject *, QEvent *event)
{
    if (event->type() != QEvent::ShortcutOverride || !QApplication::activePopupWidget())
        return false;
    const auto *key = static_cast<const QKeyEvent *>(event);
    const bool plain = !(key->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    if (!plain || key->text().isEmpty() || !key->text().front().isPrint())
        return false;
    event->accept();
    return true;
}
