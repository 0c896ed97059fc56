// SPDX-License-Identifier: GPL-3.0-or-later
//
// LookingPage looks for the server of an address in all ways at once and shows each as it goes. Where nothing
// is found it says what can be done; a third party's list is asked only here, on the user's word. GUI thread;
// the session does the work.
#pragma once

#include "Account.h"
#include "Result.h"
#include "ServerProposal.h"

#include <QWidget>

#include <vector>

class AdviceList;
class DiscoveryModel;
class MailSession;
class QLabel;
class QListView;
class QPushButton;

class LookingPage : public QWidget
{
    Q_OBJECT
public:
    // `session` must outlive it.
    explicit LookingPage(MailSession &session, QWidget *parent = nullptr);
    ~LookingPage() override;

    // Through the proxy, where one is set.
    void start(const QString &email, const ProxySettings &proxy = {}, const QString &proxyPassword = {});
    // Ends a running search; its result does not count any more.
    void stop();
    bool isRunning() const { return m_running; }
    // Of the last search, those that have a server, the best first.
    const std::vector<ServerProposal> &proposals() const { return m_proposals; }
    // There was nobody to be asked, as without a network.
    bool isCutOff() const { return m_isCutOff; }
    // Whom the last search was for.
    const QString &email() const { return m_email; }

Q_SIGNALS:
    // It has begun or ended.
    void stateChanged();

private:
    void begin(bool mayAskIspdb);
    void take(Result<std::vector<ServerProposal>> result);
    void showState();
    void showFailure(const Error &error);

    MailSession &m_session;
    QString m_email;
    ProxySettings m_proxy;
    QString m_proxyPassword;
    std::vector<ServerProposal> m_proposals;
    int m_number = 0; // of the search that counts
    bool m_running = false;
    bool m_askedIspdb = false;
    bool m_isCutOff = false;
    DiscoveryModel *m_model;
    QListView *m_steps;
    QLabel *m_outcome;
    AdviceList *m_advice;
    QPushButton *m_stop;
    QPushButton *m_again;
    QPushButton *m_ispdb;
};
