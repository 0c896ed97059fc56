// SPDX-License-Identifier: GPL-3.0-or-later
//
// WelcomePage is what the window shows while there is no account and no message: three ways to begin. GUI
// thread.
#pragma once

#include <QWidget>

class WelcomePage : public QWidget
{
    Q_OBJECT
public:
    explicit WelcomePage(QWidget *parent = nullptr);

Q_SIGNALS:
    void accountRequested();
    void sampleMailRequested();
    void filesRequested();
};
