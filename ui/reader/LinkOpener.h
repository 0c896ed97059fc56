// SPDX-License-Identifier: GPL-3.0-or-later
//
// LinkOpener opens a link of a message in the user's browser or mail program: addresses of the web and of
// mail alone, and where the link's text names another host, or nobody could compare all links, only after
// asking. GUI thread.
#pragma once

#include "MessageBody.h"

#include <QObject>
#include <QUrl>

class QWidget;

class LinkOpener : public QObject
{
    Q_OBJECT
public:
    // Questions are asked over `parent`, which must outlive it.
    explicit LinkOpener(QWidget &parent);

    // A click on `link` in the message.
    void open(const QUrl &link, const MessageBody &body);

Q_SIGNALS:
    // A sentence: nothing was opened.
    void refused(const QString &why);

private:
    void ask(const QUrl &link, const QString &shown);
    void askUnread(const QUrl &link);
    void hand(const QUrl &link);

    QWidget &m_parent;
};
