// SPDX-License-Identifier: GPL-3.0-or-later
//
// QuotaLine says how full a mailbox on a server is. POP3 does not tell how much it may hold: that is what the
// user says, and until he does the line offers to be told. GUI thread.
#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

class QuotaLine : public QWidget
{
    Q_OBJECT
public:
    explicit QuotaLine(QWidget *parent = nullptr);

    // In octets; `quota` 0: not told.
    void setUse(qint64 used, qint64 quota);
    QString text() const;

Q_SIGNALS:
    void quotaChosen(qint64 octets); // 0: none any more

private:
    void ask();

    QLabel *m_text;
    QProgressBar *m_bar;
    QToolButton *m_change;
    qint64 m_quota = 0;
};
