// SPDX-License-Identifier: GPL-3.0-or-later
//
// StatusLine is the foot of the window: what the accounts do or did, how far a download is with a way to stop
// it, and how many messages there are. Notices take the left place for a few seconds. GUI thread.
#pragma once

#include "ProgressEstimate.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class ActivityModel;
class QLabel;
class QProgressBar;
class QToolButton;

class StatusLine : public QWidget
{
    Q_OBJECT
public:
    explicit StatusLine(const ActivityModel &activity, QWidget *parent = nullptr);

    void setMessageCount(int messages);
    // Shown for some seconds.
    void notice(const QString &sentence);
    // Shown until an empty one comes: the target of a link under the mouse.
    void setHint(const QString &text);
    QString stateText() const;
    QString progressText() const;

Q_SIGNALS:
    void activityRequested();
    void cancelRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    void refreshState();

    const ActivityModel &m_activity;
    ProgressEstimate m_estimate;
    QElapsedTimer m_clock;
    QTimer m_noticeTimer;
    QString m_notice;
    QString m_hint;
    QToolButton *m_state;
    QProgressBar *m_progress;
    QLabel *m_progressText;
    QToolButton *m_cancel;
    QLabel *m_count;
};
