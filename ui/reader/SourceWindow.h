// SPDX-License-Identifier: GPL-3.0-or-later
//
// SourceWindow shows the bytes of a message as they came, in a window of its own: all of them, however large
// it is, with a search and a way to save them. GUI thread.
#pragma once

#include "Result.h"

#include <QWidget>

class FindBar;
class MessageBar;
class QHBoxLayout;
class SourceView;

class SourceWindow : public QWidget
{
    Q_OBJECT
public:
    // `subject` names the window and the file; may be empty.
    explicit SourceWindow(const QString &subject, QWidget *parent = nullptr);

    void showSource(const Result<QByteArray> &raw);
    // What became of saveRequested().
    void showSaved(const Result<void> &saved, const QString &path);

Q_SIGNALS:
    void saveRequested(const QString &path);

private:
    QHBoxLayout *tools();
    void addKeys();
    void chooseFile();

    QString m_subject;
    MessageBar *m_notice;
    FindBar *m_find;
    SourceView *m_view;
};
