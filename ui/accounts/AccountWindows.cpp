// SPDX-License-Identifier: GPL-3.0-or-later
#include "AccountWindows.h"

#include "AccountSettings.h"
#include "AccountSetup.h"
#include "AccountWizard.h"
#include "ActivityModel.h"
#include "CertificateDialog.h"
#include "CertificateText.h"
#include "DeletionLogWindow.h"
#include "DoctorDialog.h"
#include "Icons.h"
#include "MailSession.h"
#include "RemoveAccountDialog.h"
#include "ServerMailWindow.h"
#include "SettingsTransfer.h"

#include <QMenu>

#include <algorithm>

namespace
{
const Account *accountOf(const MailSession &session, AccountId id)
{
    const auto &accounts = session.accounts();
    const auto found =
        std::find_if(accounts.begin(), accounts.end(), [id](const Account &one) { return one.id == id; });
    return found == accounts.end() ? nullptr : &*found;
}

void raise(QWidget &window)
{
    window.show();
    window.raise();
    window.activateWindow();
}
} // namespace

AccountWindows::AccountWindows(MailSession &session, const ActivityModel &activity, QWidget &window)
    : QObject(&window), m_session(session), m_activity(activity), m_window(window),
      m_transfer(new SettingsTransfer(session, window))
{
    connect(m_transfer, &SettingsTransfer::told, this, &AccountWindows::told);
    connect(m_transfer, &SettingsTransfer::failed, this, &AccountWindows::failed);
}

void AccountWindows::addAccount(const Account &account)
{
    auto *wizard = new AccountWizard(m_session, account, &m_window);
    wizard->setAttribute(Qt::WA_DeleteOnClose);
    connect(wizard, &AccountWizard::filesRequested, this, &AccountWindows::filesRequested);
    connect(wizard, &AccountWizard::withoutAccountRequested, this, &AccountWindows::withoutAccountRequested);
    wizard->open();
}

void AccountWindows::editAccount(AccountId id)
{
    const Account *account = accountOf(m_session, id);
    if (!account)
        return;
    const FetchReport *last = m_activity.lastReport(id);
    const std::optional<Error> error = last ? last->error : std::nullopt;
    auto *dialog = new AccountSettings(m_session, *account, error, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (error && CertificateText::isAbout(*error))
        dialog->turnTo(AccountSettings::Certificate);
    dialog->open();
}

void AccountWindows::showCertificate(AccountId id, const Error &error)
{
    const Account *account = accountOf(m_session, id);
    if (!account)
        return;
    auto *dialog = new CertificateDialog(account->server, error, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &CertificateDialog::trusted, this, [this, id](const AcceptedCertificate &certificate) {
        m_session.acceptCertificate(id, certificate, this, [this, id](Result<void> accepted) {
            if (accepted)
                m_session.check(id);
            else
                Q_EMIT failed(accepted.error());
        });
    });
    dialog->open();
}

void AccountWindows::showServerMail(AccountId account, ServerMailModel::Show what)
{
    if (!accountOf(m_session, account))
        return;
    ServerMailWindow *window = nullptr;
    for (ServerMailWindow *one : m_window.findChildren<ServerMailWindow *>(Qt::FindDirectChildrenOnly)) {
        if (one->account() == account)
            window = one;
    }
    if (!window)
        window = new ServerMailWindow(m_session, account, &m_window);
    window->show(what);
    raise(*window);
}

void AccountWindows::showDeletions()
{
    auto *window = m_window.findChild<DeletionLogWindow *>(QString(), Qt::FindDirectChildrenOnly);
    raise(window ? *window : *new DeletionLogWindow(m_session, 0, &m_window));
}

void AccountWindows::diagnose(AccountId id)
{
    const Account *account = accountOf(m_session, id);
    if (!account)
        return;
    // There is one diagnosis at a time.
    if (auto *running = m_window.findChild<DoctorDialog *>())
        running->close();
    raise(*new DoctorDialog(DoctorDialog::sourceOf(m_session), *account, {}, &m_window));
}

void AccountWindows::removeAccount(AccountId id)
{
    const Account *account = accountOf(m_session, id);
    if (!account)
        return;
    auto *dialog = new RemoveAccountDialog(m_session, *account, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &RemoveAccountDialog::failed, this, &AccountWindows::failed);
    connect(dialog, &RemoveAccountDialog::removed, this, [this, id](const QString &outcome) {
        for (ServerMailWindow *one : m_window.findChildren<ServerMailWindow *>(Qt::FindDirectChildrenOnly))
            if (one->account() == id)
                one->close();
        Q_EMIT told(outcome);
    });
    dialog->open();
}

void AccountWindows::moveAccount(AccountId id, int by)
{
    std::vector<AccountId> order;
    for (const Account &account : m_session.accounts())
        order.push_back(account.id);
    const auto from = std::find(order.begin(), order.end(), id) - order.begin(), to = from + by;
    if (from == std::ssize(order) || to < 0 || to >= std::ssize(order))
        return;
    std::swap(order[size_t(from)], order[size_t(to)]);
    m_session.setup().arrange(order, this, [this](const Result<void> &arranged) {
        if (!arranged)
            Q_EMIT failed(arranged.error());
    });
}

void AccountWindows::setEnabled(AccountId id, bool enabled)
{
    const Account *known = accountOf(m_session, id);
    if (!known)
        return;
    Account account = *known;
    account.enabled = enabled;
    m_session.saveAccount(account, std::nullopt, this, [this, enabled](const Result<Account> &saved) {
        if (!saved)
            Q_EMIT failed(saved.error());
        else if (enabled)
            m_session.check(saved->id);
        else
            m_session.cancelCheck(saved->id);
    });
}

void AccountWindows::choose(AccountId current, const std::function<void(AccountId)> &then)
{
    const auto &accounts = m_session.accounts();
    if (accounts.empty())
        return;
    if (accounts.size() == 1 || accountOf(m_session, current)) {
        then(accountOf(m_session, current) ? current : accounts.front().id);
        return;
    }
    auto *menu = new QMenu(&m_window);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addSection(tr("Which account?"));
    for (const Account &account : accounts) {
        QString name = account.name;
        QAction *choice = menu->addAction(name.replace(QLatin1Char('&'), QStringLiteral("&&")), this,
                                          [then, id = account.id] { then(id); });
        if (!menu->activeAction())
            menu->setActiveAction(choice); // Enter is enough
    }
    // Not at the mouse, which may be anywhere when a key was pressed.
    const QSize size = menu->sizeHint();
    menu->popup(m_window.mapToGlobal(QPoint((m_window.width() - size.width()) / 2, m_window.height() / 4)));
}

void AccountWindows::popUpMenu(AccountId account, const QPoint &point)
{
    if (!accountOf(m_session, account))
        return;
    auto *menu = new QMenu(&m_window);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString &icon, const QString &text, auto perform) {
        menu->addAction(Icons::icon(icon), text, this, perform);
    };
    add(QStringLiteral("refresh-cw"), tr("&Get mail"), [this, account] { m_session.check(account); });
    add(QStringLiteral("server"), tr("&Mail on the server…"), [this, account] { showServerMail(account); });
    add(QStringLiteral("stethoscope"), tr("Check the &connection…"), [this, account] { diagnose(account); });
    menu->addSeparator();
    const auto &accounts = m_session.accounts();
    if (accounts.front().id != account)
        add(QStringLiteral("chevron-up"), tr("Move &up"), [this, account] { moveAccount(account, -1); });
    if (accounts.back().id != account)
        add(QStringLiteral("chevron-down"), tr("Move &down"), [this, account] { moveAccount(account, 1); });
    const bool isOn = accountOf(m_session, account)->enabled;
    add(isOn ? QStringLiteral("circle-x") : QStringLiteral("circle-check"),
        isOn ? tr("S&witch off") : tr("S&witch on"), [this, account, isOn] { setEnabled(account, !isOn); });
    add(QStringLiteral("trash-2"), tr("&Remove…"), [this, account] { removeAccount(account); });
    menu->addSeparator();
    add(QStringLiteral("settings"), tr("Account &settings…"), [this, account] { editAccount(account); });
    menu->popup(point);
}
