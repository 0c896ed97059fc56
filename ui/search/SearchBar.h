// SPDX-License-Identifier: GPL-3.0-or-later
//
// SearchBar is the strip above a list of results: how many were found, whether the search goes on, with a way
// to stop it, and what is wrong with the query. GUI thread.
#pragma once

#include <QFrame>

class QLabel;
class QToolButton;

class SearchBar : public QFrame
{
    Q_OBJECT
public:
    explicit SearchBar(QWidget *parent = nullptr);

    void showSearching(qint64 found, int percent);
    // `isPartial`: it was stopped. `remarks`: sentences about it.
    void showFound(qint64 found, bool isPartial, const QStringList &remarks);
    void showProblem(const QString &sentence);
    QString text() const;

Q_SIGNALS:
    void stopRequested();
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void show(const QString &text, bool isRunning, bool isProblem);

    QLabel *m_text;
    QToolButton *m_stop;
    QToolButton *m_close;
    bool m_isProblem = false;
};
