// SPDX-License-Identifier: GPL-3.0-or-later
//
// FileEdit is a field for the path of a file, with a button that opens a file dialog. GUI thread.
#pragma once

#include <QWidget>

class QLineEdit;

class FileEdit : public QWidget
{
    Q_OBJECT
public:
    // `title` names field, button and dialog; `filter` as QFileDialog has it.
    FileEdit(const QString &title, const QString &filter, QWidget *parent = nullptr);

    QString path() const;
    void setPath(const QString &path);
    QLineEdit *field() const { return m_path; }

Q_SIGNALS:
    void edited();

private:
    void choose(const QString &title, const QString &filter);

    QLineEdit *m_path;
};
