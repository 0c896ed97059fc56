// SPDX-License-Identifier: GPL-3.0-or-later
#include "AccountNotice.h"

#include "AccountSetup.h"
#include "CertificateText.h"
#include "ErrorText.h"
#include "MailSession.h"
#include "PasswordDialog.h"
#include "SignInProblem.h"

#include <QDesktopServices>

#include <algorithm>
#include <memory>

namespace
{
// A ticket or a certificate that is refused is no password that could be entered again.
bool wantsPassword(ErrorCode code, const Account &account)
{
    const SignIn way = account.server.signIn;
    return (code == ErrorCode::AuthRejected || code == ErrorCode::CredentialsMissing) &&
           way != SignIn::Gssapi && way != SignIn::External;
}

bool hasBrowserPage(const Account &account)
{
    return account.server.signIn == SignIn::OAuth && !account.server.oauth.authorizationUrl.isEmpty();
}

QString secretButton(const Account &account)
{
    if (hasBrowserPage(account))
        return AccountNotice::tr("Sign in in the browser…");
    return account.server.signIn == SignIn::OAuth ? AccountNotice::tr("Enter refresh token…")
                                                  : AccountNotice::tr("Enter password…");
}

bool wantsUser(ErrorCode code)
{
    switch (code) {
    case ErrorCode::CertificateUntrusted:
    case ErrorCode::CertificateChanged:
    case ErrorCode::TlsNotOffered:
    case ErrorCode::TlsFailed:
    case ErrorCode::SignInNotOffered:
    case ErrorCode::TicketMissing:
    case ErrorCode::AuthRejected:
    case ErrorCode::CredentialsMissing:
    case ErrorCode::InvalidArgument:
    case ErrorCode::PlaintextInjected:
    case ErrorCode::ProxyFailed:
    case ErrorCode::ConnectionRefused:
    case ErrorCode::ProtocolViolation:
    case ErrorCode::ServerPermanent:
        return true;
    default: // a missing network is no fault of the settings
        return false;
    }
}

// Where access tokens are used, what the user can enter is what they are got with.
QString sentenceOf(const Error &error, const Account &account)
{
    if (account.server.signIn == SignIn::OAuth && error.code == ErrorCode::AuthRejected)
        return AccountNotice::tr("%1 gives no access any more. Its provider has to allow it anew.")
            .arg(account.server.host);
    if (account.server.signIn == SignIn::OAuth && error.code == ErrorCode::CredentialsMissing)
        return AccountNotice::tr("The refresh token for %1 is not known.").arg(account.server.host);
    return errorWords(error, account.server.host).sentence;
}

const Account *accountOf(const std::vector<Account> &accounts, AccountId id)
{
    const auto found =
        std::find_if(accounts.begin(), accounts.end(), [id](const Account &one) { return one.id == id; });
    return found == accounts.end() ? nullptr : &*found;
}
} // namespace

AccountNotice::AccountNotice(MailSession &session, QWidget *parent) : MessageBar(parent), m_session(session)
{
    connect(&session, &MailSession::checkFinished, this, &AccountNotice::take);
    connect(&session, &MailSession::accountsChanged, this, &AccountNotice::showNext);
    connect(this, &MessageBar::closed, this, [this] {
        if (m_asked == m_shown)
            m_session.setup().cancelSignIn();
        m_waiting.erase(m_shown);
        showNext();
    });
    connect(this, &MessageBar::buttonClicked, this, [this](int button) {
        const auto waiting = m_waiting.find(m_shown);
        if (waiting == m_waiting.end())
            return;
        const ErrorCode code = waiting->second.code;
        const Account *account = accountOf(m_session.accounts(), m_shown);
        if (m_asked == m_shown)
            m_session.setup().cancelSignIn(); // the only button there is
        else if (button == 0 && account && wantsPassword(code, *account))
            hasBrowserPage(*account) ? askProvider() : askForPassword();
        else if (button == 0 && CertificateText::isAbout(waiting->second))
            Q_EMIT certificateRequested(m_shown, waiting->second);
        else if (button == 0)
            Q_EMIT diagnosisRequested(m_shown);
        else
            Q_EMIT settingsRequested(m_shown);
    });
}

void AccountNotice::take(const FetchReport &report)
{
    const bool told = report.error && !report.passing; // what cures itself asks for nothing
    if (told && wantsUser(report.error->code))
        m_waiting.insert_or_assign(report.account, *report.error);
    else
        m_waiting.erase(report.account);
    showNext();
}

void AccountNotice::showNext()
{
    std::erase_if(m_waiting, [this](const auto &one) { return !accountOf(m_session.accounts(), one.first); });
    if (m_waiting.empty()) {
        m_shown = 0;
        hide();
        return;
    }
    const auto &[id, error] = *m_waiting.begin();
    m_shown = id;
    const Account *account = accountOf(m_session.accounts(), id);
    if (m_asked == id)
        return show(Kind::Notice, QStringLiteral("key"),
                    tr("%1: Waiting for your answer in the browser.").arg(account->name), {tr("Stop")});
    const ErrorWords words = errorWords(error, account->server.host);
    QStringList text{tr("%1: %2", "account, what is wrong").arg(account->name, sentenceOf(error, *account)),
                     words.serverWords};
    text.removeAll(QString());
    QStringList buttons;
    if (wantsPassword(error.code, *account))
        buttons += secretButton(*account);
    else
        buttons +=
            CertificateText::isAbout(error) ? tr("Show the certificate…") : tr("Check the connection…");
    buttons += tr("Account settings…");
    const bool danger =
        error.code == ErrorCode::CertificateChanged || error.code == ErrorCode::PlaintextInjected;
    show(danger ? Kind::Failure : Kind::Warning,
         wantsPassword(error.code, *account) ? QStringLiteral("key") : QStringLiteral("shield-alert"),
         text.join(QLatin1Char(' ')), buttons);
}

void AccountNotice::askForPassword()
{
    const Account *account = accountOf(m_session.accounts(), m_shown);
    if (!account)
        return;
    auto *dialog = new PasswordDialog(*account, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { usePassword(*dialog); });
    dialog->open();
}

void AccountNotice::askProvider()
{
    const AccountId id = m_asked = m_shown;
    const auto isOpened = std::make_shared<bool>(true);
    m_session.setup().signInAgain(
        id, this,
        [this, isOpened](const QUrl &page) {
            *isOpened = QDesktopServices::openUrl(page);
            if (!*isOpened)
                m_session.setup().cancelSignIn();
        },
        [this, id, isOpened](const Result<void> &signedIn) {
            takeAnswer(id, signedIn);
            if (!*isOpened)
                show(Kind::Warning, QStringLiteral("key"),
                     tr("No browser could be opened. Choose one in the settings of your system."),
                     {tr("Try again…"), tr("Account settings…")});
        },
        tr("Poplar has its answer. You can close this window."));
    showNext();
}

void AccountNotice::takeAnswer(AccountId account, const Result<void> &signedIn)
{
    if (m_asked == account)
        m_asked = 0;
    const bool isKnown = signedIn || signedIn.error().code == ErrorCode::Unsupported;
    if (isKnown)
        m_session.check(account);
    showNext();
    if (signedIn || m_shown != account || signedIn.error().code == ErrorCode::Cancelled)
        return;
    const SignInProblem problem = SignInProblem::ofBrowser(signedIn.error());
    const QString text =
        isKnown ? tr("Your keychain did not keep the permission. Poplar knows it until it is closed.")
                : QStringList{problem.sentence, problem.nextStep, problem.serverWords}.join(QLatin1Char(' '));
    show(Kind::Warning, QStringLiteral("key"), text.trimmed(),
         isKnown ? QStringList() : QStringList{tr("Try again…"), tr("Account settings…")});
}

void AccountNotice::usePassword(const PasswordDialog &dialog)
{
    const Account *account = accountOf(m_session.accounts(), m_shown);
    if (!account)
        return;
    const AccountId id = account->id;
    m_session.usePassword(id, dialog.password());
    if (!dialog.remember()) {
        m_session.check(id);
        return;
    }
    m_session.saveAccount(*account, dialog.password(), this, [this, id](Result<Account> result) {
        m_session.check(id);
        if (!result) {
            show(Kind::Warning, QStringLiteral("key"),
                 tr("Your keychain did not keep the password. Poplar knows it until it is closed."));
        }
    });
}
