// SPDX-License-Identifier: GPL-3.0-or-later
//
// HeaderBar is the head of a message: subject, sender, recipients, date, and on request every other field.
// All texts can be selected with mouse and keyboard. GUI thread.
#pragma once

#include "MessageBody.h"

#include <QWidget>

class QLabel;
class QToolButton;

class HeaderBar : public QWidget
{
    Q_OBJECT
public:
    explicit HeaderBar(QWidget *parent = nullptr);

    void showHeader(const MessageHeader &header);

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QLabel *textLabel();
    void updateTexts();
    QString details() const;

    MessageHeader m_header;
    QLabel *m_subject;
    QLabel *m_avatar;
    QLabel *m_from;
    QLabel *m_date;
    QLabel *m_to;
    QLabel *m_details;
    QToolButton *m_toggle;
};
