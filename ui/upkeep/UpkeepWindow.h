// SPDX-License-Identifier: GPL-3.0-or-later
//
// UpkeepWindow looks after the stored mail: checks all of it, repairs what can be repaired, makes the list of
// messages or the search index anew, gives the room of removed mail back. It shows how far the work is, can
// stop it, and says in sentences what came of it. Not modal; a running work ends with the window. GUI thread.
#pragma once

#include "Error.h"
#include "VerifyReport.h"

#include <QDialog>

#include <optional>

class MailSession;
class StoreUpkeep;
class QLabel;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;

class UpkeepWindow : public QDialog
{
    Q_OBJECT
public:
    enum class Work { Check, Repair, RebuildList, RebuildIndex, Reclaim };

    // `upkeep` must outlive it.
    explicit UpkeepWindow(StoreUpkeep &upkeep, QWidget *parent = nullptr);
    ~UpkeepWindow() override;

    // Does nothing while another work runs.
    void start(Work work);
    // What a check in idle time found.
    void show(const VerifyReport &found);
    using QWidget::show;
    bool isRunning() const { return m_isRunning; }
    QString summary() const;
    QString details() const;

private:
    void begin(const QString &what);
    void progress(qint64 done, qint64 inAll);
    void end(const QString &summary, const QStringList &lines = {});
    void fail(const Error &error);
    void check(bool thenRepair);
    void repair(VerifyReport found);
    void rebuildList();
    void rebuildIndex();
    void reclaim();
    QStringList sentences(const VerifyReport &found) const;

    StoreUpkeep &m_upkeep;
    std::optional<VerifyReport> m_found;
    QLabel *m_summary;
    QProgressBar *m_progress;
    QPlainTextEdit *m_details;
    QList<QPushButton *> m_works;
    QPushButton *m_repair;
    QPushButton *m_stop;
    bool m_isRunning = false;
};
