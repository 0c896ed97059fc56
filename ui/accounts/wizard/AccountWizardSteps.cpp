// SPDX-License-Identifier: GPL-3.0-or-later
//
// The half of AccountWizard that goes from page to page, and saves in the end.
#include "AccountWizard.h"

#include "AddressPage.h"
#include "CertificateDialog.h"
#include "CertificateText.h"
#include "ErrorText.h"
#include "FoundPage.h"
#include "LookingPage.h"
#include "MailProvider.h"
#include "MailSession.h"
#include "MessageBar.h"
#include "PlainTextConsent.h"
#include "ReadyPage.h"
#include "RetentionPage.h"
#include "ServerPage.h"
#include "SignInPage.h"

#include <QMessageBox>
#include <QPushButton>
#include <QStackedWidget>

void AccountWizard::goOn()
{
    switch (page()) {
    case Address:
        leaveAddress();
        break;
    case Looking:
        if (!m_looking->isRunning())
            setUpByHand();
        break;
    case Found:
        leaveFound();
        break;
    case Server:
        leaveServer();
        break;
    case SignInTest:
        if (!m_signIn->isRunning())
            turnTo(Retention);
        break;
    case Retention:
        turnTo(Ready);
        break;
    case Ready: {
        const QString secret = m_draft.secret();
        save(secret.isEmpty() ? std::nullopt : std::optional(secret));
        break;
    }
    }
}

void AccountWizard::goBack()
{
    if (m_saving || page() == Address)
        return;
    takeFromPage();
    m_looking->stop();
    m_signIn->stop();
    Page to = Address;
    if (page() != Looking && !m_trail.empty()) {
        to = m_trail.back();
        m_trail.pop_back();
    } else {
        m_trail.clear();
    }
    if (to == Address)
        m_address->setDraft(m_draft);
    if (to == Server)
        m_server->setPassword(m_draft.password);
    present(to);
}

void AccountWizard::reject()
{
    if (m_saving) // Escape takes back nothing of that
        return;
    m_looking->stop();
    m_signIn->stop();
    QDialog::reject();
}

void AccountWizard::takeFromPage()
{
    if (page() == Address) {
        const QString before = m_draft.account.email;
        m_address->applyTo(m_draft);
        if (m_draft.account.server.user == before)
            m_draft.account.server.user = m_draft.account.email;
    } else if (page() == Found) {
        m_found->applyTo(m_draft);
    } else if (page() == Server) {
        const ServerSettings before = m_draft.account.server;
        m_draft.account = m_server->account();
        m_draft.password = m_server->password();
        m_draft.proxyPassword = m_server->proxyPassword();
        // With OAuth by hand the password's field takes a refresh token, if there is no page to ask for one.
        const ServerSettings &server = m_draft.account.server;
        const bool hasPage = !server.oauth.authorizationUrl.isEmpty() && m_draft.password.isEmpty();
        m_draft.byBrowser = server.signIn == SignIn::OAuth && (m_draft.byBrowser || hasPage);
        if (!m_draft.byBrowser || m_draft.account.server.oauth != before.oauth)
            m_draft.refreshToken.clear();
    }
}

void AccountWizard::leaveAddress()
{
    if (!m_address->validate())
        return;
    const QString before = m_draft.account.email;
    takeFromPage();
    // What was found for this address is still good, with what the user has chosen there.
    if (m_looking->email() == m_draft.account.email && !m_looking->proposals().empty()) {
        turnTo(Found);
        return;
    }
    if (before != m_draft.account.email) { // another address, another server
        const ServerSettings old = m_draft.account.server;
        m_draft.account.server = {};
        m_draft.account.server.user = m_draft.account.email;
        m_draft.account.server.caFile = old.caFile;
        m_draft.account.server.proxy = old.proxy;
        m_draft.byBrowser = false;
        m_draft.refreshToken.clear();
    }
    m_looking->start(m_draft.account.email, m_draft.account.server.proxy, m_draft.proxyPassword);
    turnTo(Looking);
}

void AccountWizard::setUpByHand()
{
    takeFromPage();
    m_looking->stop();
    m_signIn->stop();
    if (page() == SignInTest && !m_trail.empty() && m_trail.back() == Server) {
        goBack();
        return;
    }
    m_server->setAccount(m_draft.account);
    m_server->setPassword(m_draft.password);
    turnTo(Server);
    if (!m_draft.account.email.isEmpty() && m_draft.account.server.host.isEmpty())
        m_server->focusServer(); // the first that is missing
}

void AccountWizard::leaveFound()
{
    m_found->applyTo(m_draft);
    if (!m_draft.byBrowser && m_draft.password.isEmpty()) {
        m_trail.clear();
        m_address->setDraft(m_draft);
        present(Address);
        m_problem->show(MessageBar::Kind::Notice, QStringLiteral("key"),
                        tr("%1 takes a password, too. Enter it to go on.").arg(m_draft.account.server.host));
        m_address->focusPassword();
        return;
    }
    askForConsents(&m_found->chosen());
}

void AccountWizard::leaveServer()
{
    if (!m_server->validate())
        return;
    takeFromPage();
    askForConsents(nullptr);
}

// Nothing that the user knows comes before a server that he has not agreed to.
void AccountWizard::askForConsents(const ServerProposal *proposal)
{
    if (m_draft.account.server.security == ServerSecurity::None) {
        askForPlainTextConsent(*this, [this] { test(); });
        return;
    }
    if (!proposal || !proposal->needsConsent) {
        test();
        return;
    }
    const QString domain = m_draft.account.email.mid(m_draft.account.email.lastIndexOf(QLatin1Char('@')) + 1);
    auto *box = new QMessageBox(QMessageBox::Warning, tr("A server of another domain"),
                                tr("Send your password to %1?").arg(proposal->server.host),
                                QMessageBox::NoButton, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText); // the name comes from the network
    box->setInformativeText(
        tr("It does not belong to %1, and what says that its mail is there could have been forged "
           "on the way. Go on only if you know this server, from your provider's help pages for "
           "instance.")
            .arg(domain));
    auto *accept = box->addButton(tr("Send it there"), QMessageBox::DestructiveRole);
    box->setDefaultButton(box->addButton(QMessageBox::Cancel));
    connect(accept, &QPushButton::clicked, this, [this] { test(); });
    box->open();
}

void AccountWizard::test()
{
    m_signIn->start(m_draft, providerOfServer(m_draft.account.server.host));
    turnTo(SignInTest);
}

void AccountWizard::takeStep(SignInProblem::Step step)
{
    switch (step) {
    case SignInProblem::Step::TryAgain:
        test();
        break;
    case SignInProblem::Step::Certificate:
        showCertificate();
        break;
    case SignInProblem::Step::Server:
        setUpByHand();
        m_server->focusServer();
        break;
    case SignInProblem::Step::Password:
        if (!m_trail.empty() && m_trail.back() == Server) {
            goBack();
            m_server->focusPassword();
            break;
        }
        m_trail.clear();
        m_address->setDraft(m_draft);
        present(Address);
        m_address->focusPassword();
        break;
    }
}

void AccountWizard::showCertificate()
{
    if (!m_signIn->error() || !CertificateText::isAbout(*m_signIn->error()))
        return;
    auto *dialog = new CertificateDialog(m_draft.account.server, *m_signIn->error(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &CertificateDialog::trusted, this, [this](const AcceptedCertificate &certificate) {
        m_draft.account.server.accepted = certificate;
        m_server->setAccepted(certificate);
        test();
    });
    dialog->open();
}

Account AccountWizard::wanted() const
{
    Account account = m_draft.account;
    m_retention->applyTo(account);
    m_ready->applyTo(account);
    return account;
}

void AccountWizard::save(const std::optional<QString> &storedSecret)
{
    if (m_saving)
        return;
    m_saving = true;
    updateButtons();
    const bool keepsProxy = storedSecret && !m_draft.proxyPassword.isEmpty();
    m_session.saveAccount(
        wanted(), storedSecret, this,
        [this, storedSecret](Result<Account> result) {
            m_saving = false;
            updateButtons();
            if (!result) {
                showProblem(result.error(), storedSecret.has_value());
                return;
            }
            if (!storedSecret && !m_draft.secret().isEmpty())
                m_session.usePassword(result->id, m_draft.secret());
            Q_EMIT accountSaved(*result);
            m_session.check(result->id);
            accept();
        },
        keepsProxy ? std::optional(m_draft.proxyPassword) : std::nullopt);
}

void AccountWizard::showProblem(const Error &error, bool withSecret)
{
    // A system without a keychain is no reason to do without mail.
    const bool isDenied = error.code == ErrorCode::CredentialsMissing;
    if (withSecret && (isDenied || error.code == ErrorCode::Unsupported)) {
        m_problem->show(
            MessageBar::Kind::Warning, QStringLiteral("key"),
            isDenied ? tr("Your keychain did not keep the password. Poplar can remember it until you quit, "
                          "and asks for it after that.")
                     : tr("This system has no keychain to keep the password in. Poplar can remember it "
                          "until you quit, and asks for it after that."),
            {tr("&Remember until I quit")});
        m_problem->button(0)->setFocus(Qt::OtherFocusReason);
        return;
    }
    m_problem->show(MessageBar::Kind::Failure, QStringLiteral("circle-alert"), errorLine(error));
}
