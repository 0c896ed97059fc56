// SPDX-License-Identifier: GPL-3.0-or-later
//
// ServerMailWindow is the live view of one account's mail on its server: what each message is, whether it is
// here, what will become of it, how it begins. The user marks what is to be downloaded and deleted, and has
// it done in one go. Its rows are there at once by what is known here; while it is open, ServerDesk keeps
// them true. GUI thread.
#pragma once

#include "MailSession.h"
#include "ServerDesk.h"
#include "ServerMailModel.h"
#include "ServerWorkText.h"

#include <QDialog>
#include <QPointer>
#include <QTimer>

#include <map>

class MessageBar;
class QuotaLine;
class ServerPreviewPane;
class ServerTable;
class ShowChips;
class QAction;
class QLabel;
class QLineEdit;
class QMessageBox;
class QPushButton;
class QToolBar;

class ServerMailWindow : public QDialog
{
    Q_OBJECT
public:
    // `session` must outlive the window. The server is asked from now on.
    ServerMailWindow(MailSession &session, AccountId account, QWidget *parent = nullptr);
    ~ServerMailWindow() override; // ends what runs for it

    AccountId account() const { return m_account; }
    ServerMailModel &model() { return *m_model; }
    void show(ServerMailModel::Show what);
    using QDialog::show;

private:
    enum class Act { Get, Delete, Keep, Never, ByRule, Save, Block, Refresh, Stop };

    void build();
    QToolBar *buildBar();
    QWidget *buildHead();
    QWidget *buildFoot();
    void addAction(QToolBar &bar, Act act, const QString &icon, const QString &text, const QString &tip,
                   const QKeySequence &key);
    void follow();
    void load();
    void take(Result<std::vector<ServerMessage>> result);
    void filter();
    void updateActions();
    void updateSummary();
    void updateEmptyText();
    void updateDetail();
    void updateLook();
    void updateMarks();
    void preferVisible();
    void perform(Act act);
    // Marks the chosen messages, or takes the mark from them where all have it.
    void toggleMarks(ServerDesk::Wish wish);
    void setMarks(const std::vector<ServerMessage> &messages, ServerDesk::Wish wish, bool isMarked);
    void clickMark(const ServerMessage &message, int column);
    void choose(ServerMessage::Choice choice);
    MarkedWork marked() const;
    void askAndCarryOut();
    void carryOut(const MarkedWork &work);
    void stop();
    void chooseFile();
    void save(const ServerMessage &message, const QString &path);
    void saveQuota(qint64 octets);
    // Asks for the text by which the sender is known, and makes a receive rule of it.
    void askForBlock();
    void block(const QString &sender);
    void saveAccount(const Account &account, std::function<void()> then = {});
    void tell(const Error &error);
    MailSession::Done<void> telling();
    const Account *known() const;

    MailSession &m_session;
    const QPointer<ServerDesk> m_desk;
    const AccountId m_account;
    ServerMailModel *m_model;
    ServerTable *m_table;
    ServerPreviewPane *m_preview;
    MessageBar *m_notice;
    ShowChips *m_show;
    QuotaLine *m_quota;
    QLineEdit *m_search;
    QLabel *m_look;
    QLabel *m_detail;
    QLabel *m_summary;
    QLabel *m_marked;
    QPushButton *m_unmark;
    QPushButton *m_doIt;
    std::map<Act, QAction *> m_actions;
    QTimer m_loadTimer;
    QTimer m_searchTimer;
    QTimer m_visibleTimer;
    bool m_loading = false;
    bool m_loadAgain = false;
    bool m_saving = false;
    bool m_working = false;
    bool m_isLookErrorTold = false;
    qint64 m_listedAt = 0;
};
