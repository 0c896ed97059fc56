// SPDX-License-Identifier: GPL-3.0-or-later
//
// AdviceList shows ProviderAdvice, one below the other, with its links as buttons that open the browser. GUI
// thread.
#pragma once

#include "ProviderAdvice.h"

#include <QWidget>

class QPushButton;
class QVBoxLayout;

class AdviceList : public QWidget
{
    Q_OBJECT
public:
    explicit AdviceList(QWidget *parent = nullptr);

    // Those of the last time are gone. Hidden without any.
    void setAdvice(const std::vector<ProviderAdvice> &advice);

    // A button that looks like a link and opens it; hidden where it is no address of the web.
    static QPushButton *newLink(QWidget *parent);
    static void setLink(QPushButton &button, const QString &text, const QUrl &link);

private:
    QVBoxLayout *m_layout;
    std::vector<QWidget *> m_rows;
};
