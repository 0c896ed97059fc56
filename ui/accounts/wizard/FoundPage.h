// SPDX-License-Identifier: GPL-3.0-or-later
//
// FoundPage shows which servers were found, who said so, and what the provider wants to be done first; and it
// asks how to sign in where there is a choice. GUI thread; values in, values out.
#pragma once

#include "AccountDraft.h"
#include "ServerProposal.h"

#include <QWidget>

#include <vector>

class AccountSetup;
class AdviceList;
class ChoiceCard;
class QLabel;
class QPushButton;
class QRadioButton;
class QVBoxLayout;
struct MailProvider;

class FoundPage : public QWidget
{
    Q_OBJECT
public:
    // `setup` must outlive it.
    explicit FoundPage(AccountSetup &setup, QWidget *parent = nullptr);

    // At least one, the best first.
    void setProposals(const std::vector<ServerProposal> &proposals, const QString &email);
    const std::vector<ServerProposal> &proposals() const { return m_proposals; }
    const ServerProposal &chosen() const;
    // The chosen server and way to sign in. What the user has set beside the server (a CA file, a proxy, an
    // accepted certificate) stays.
    void applyTo(AccountDraft &draft) const;
    // False where the server can be signed in to only in the browser, and there is no client for that.
    bool canSignIn() const;

    // "Port 995 · TLS · User name me@gmx.net", and who said so.
    static QString describe(const ServerProposal &proposal);

Q_SIGNALS:
    void changed();

private:
    QWidget *buildSignIn();
    void follow();
    void enterClient();
    const MailProvider *provider() const;

    AccountSetup &m_setup;
    std::vector<ServerProposal> m_proposals;
    QVBoxLayout *m_cardLayout;
    std::vector<ChoiceCard *> m_cards;
    QWidget *m_signIn;
    QRadioButton *m_byPassword = nullptr;
    QRadioButton *m_byBrowser = nullptr;
    QLabel *m_noClient = nullptr;
    QPushButton *m_client = nullptr;
    AdviceList *m_advice;
};
