// SPDX-License-Identifier: GPL-3.0-or-later
//
// HeaderChips says in a few words each what kind of message it is: from a mailing list, an automatic reply,
// one whose sender asked for a receipt. It hides where there is nothing to say. GUI thread.
#pragma once

#include "MessageBody.h"

#include <QWidget>

class FlowLayout;

class HeaderChips : public QWidget
{
    Q_OBJECT
public:
    explicit HeaderChips(QWidget *parent = nullptr);

    void showFor(const MessageBody &body);
    // What the chips say, a line each.
    QString words() const;

private:
    void add(const QString &text, const QString &explanation);

    FlowLayout *m_flow;
};
