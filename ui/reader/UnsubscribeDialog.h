// SPDX-License-Identifier: GPL-3.0-or-later
//
// UnsubscribeDialog asks before the reader's wish to leave a mailing list is sent anywhere, and says to whom.
// Where the list offers no such way, it shows the page or the address by which to leave. GUI thread.
#pragma once

#include "MessageTrust.h"

#include <QDialog>

class UnsubscribeDialog : public QDialog
{
    Q_OBJECT
public:
    // `list` is what the mailing list is called; it may be empty.
    UnsubscribeDialog(const Unsubscription &way, const QString &list, QWidget *parent = nullptr);

Q_SIGNALS:
    void wanted(const QUrl &oneClick);   // the user said yes
    void linkActivated(const QUrl &url); // the user wants to see the page, or to write
};
