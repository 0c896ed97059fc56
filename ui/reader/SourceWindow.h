// SPDX-License-Identifier: GPL-3.0-or-later
//
// SourceWindow shows the bytes of a message as they came, in a window of its own. Of a very large message it
// shows the beginning and says so. GUI thread.
#pragma once

#include "Result.h"

#include <QWidget>

class MessageBar;
class QPlainTextEdit;

class SourceWindow : public QWidget
{
    Q_OBJECT
public:
    explicit SourceWindow(QWidget *parent = nullptr);

    void showSource(const Result<QByteArray> &raw);

private:
    MessageBar *m_notice;
    QPlainTextEdit *m_text;
};
