// SPDX-License-Identifier: GPL-3.0-or-later
//
// DownloadPage asks how much of a message is fetched at once. GUI thread; values in, values out.
#pragma once

#include "Account.h"

#include <QWidget>

class ChoiceCard;
class QSpinBox;

class DownloadPage : public QWidget
{
    Q_OBJECT
public:
    explicit DownloadPage(QWidget *parent = nullptr);

    void setAccount(const Account &account);
    void applyTo(Account &account) const;

private:
    void follow();

    ChoiceCard *m_whole;
    ChoiceCard *m_beginning;
    ChoiceCard *m_headers;
    QSpinBox *m_limit;
    QSpinBox *m_lines;
};
