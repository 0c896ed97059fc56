// SPDX-License-Identifier: GPL-3.0-or-later
#include "SettingsTransfer.h"

#include "AccountSetup.h"
#include "AuthorizationServer.h"
#include "ErrorText.h"
#include "MailSession.h"

#include <QFileDialog>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QUrl>

#include <algorithm>

namespace
{
constexpr int mostLines = 12;

// What a file from somebody else could have set to the user's harm.
QStringList warningsOf(const Account &account)
{
    const ServerSettings &server = account.server;
    QStringList warnings;
    if (server.security == ServerSecurity::None)
        warnings += SettingsTransfer::tr("NOT ENCRYPTED");
    if (!account.retention.letsNothingGo())
        warnings += SettingsTransfer::tr("deletes mail on the server");
    if (server.proxy.kind != ProxySettings::Kind::None)
        warnings += SettingsTransfer::tr("by the proxy %1").arg(server.proxy.host);
    const auto &known = authorizationServers();
    const bool isForeign = std::none_of(known.begin(), known.end(), [&](const AuthorizationServer &one) {
        return one.tokenUrl == server.oauth.tokenUrl;
    });
    if (server.signIn == SignIn::OAuth && isForeign)
        warnings += SettingsTransfer::tr("its permission goes to %1")
                        .arg(QUrl(server.oauth.tokenUrl).host(QUrl::FullyEncoded));
    return warnings;
}
} // namespace

SettingsTransfer::SettingsTransfer(MailSession &session, QWidget &window)
    : QObject(&window), m_session(session), m_window(window)
{
}

void SettingsTransfer::chooseExport()
{
    auto *dialog = new QFileDialog(&m_window, tr("Export account settings"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Settings (*.json)"));
    dialog->setDefaultSuffix(QStringLiteral("json"));
    dialog->selectFile(QStringLiteral("poplar-accounts.json"));
    connect(dialog, &QFileDialog::fileSelected, this, &SettingsTransfer::exportTo);
    dialog->open();
}

void SettingsTransfer::chooseImport()
{
    auto *dialog = new QFileDialog(&m_window, tr("Import account settings"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilter(tr("Settings (*.json);;All files (*)"));
    connect(dialog, &QFileDialog::fileSelected, this, &SettingsTransfer::importFrom);
    dialog->open();
}

void SettingsTransfer::exportTo(const QString &path)
{
    m_session.setup().exportSettings(path, this, [this](const Result<int> &exported) {
        if (exported)
            Q_EMIT told(
                tr("The settings of %n account(s) were exported, without passwords.", nullptr, *exported));
        else
            Q_EMIT failed(exported.error());
    });
}

void SettingsTransfer::importFrom(const QString &path)
{
    m_session.setup().readSettings(path, this, [this](const Result<std::vector<Account>> &accounts) {
        if (!accounts)
            fail(accounts.error());
        else if (accounts->empty())
            Q_EMIT told(tr("All accounts of this file are here already."));
        else
            offer(*accounts);
    });
}

// Of a file that is none it is not Poplar that is damaged.
void SettingsTransfer::fail(const Error &error)
{
    if (error.code == ErrorCode::Damaged)
        Q_EMIT told(tr("This file holds no account settings of Poplar."));
    else if (error.code == ErrorCode::NewerFormat)
        Q_EMIT told(tr("These settings were written by a newer Poplar. Update Poplar to import them."));
    else
        Q_EMIT failed(error);
}

void SettingsTransfer::offer(const std::vector<Account> &accounts)
{
    QStringList lines;
    for (const Account &account : accounts) {
        const ServerSettings &server = account.server;
        const QString place = tr("%1 – %2 at %3, port %4", "account, user, server, port")
                                  .arg(account.name, server.user, server.host)
                                  .arg(server.port);
        const QStringList warnings = warningsOf(account);
        lines += warnings.isEmpty()
                     ? place
                     : tr("%1 – %2", "account, warnings").arg(place, warnings.join(QStringLiteral(", ")));
    }
    if (lines.size() > mostLines) {
        const int more = int(lines.size()) - mostLines;
        lines = lines.first(mostLines) << tr("and %n more", nullptr, more);
    }
    auto *box = new QMessageBox(QMessageBox::Question, tr("Import account settings"),
                                tr("Add %n account(s)?", nullptr, int(accounts.size())),
                                QMessageBox::NoButton, &m_window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText); // the file may come from anybody
    box->setInformativeText(lines.join(QLatin1Char('\n')) + QLatin1String("\n\n") +
                            tr("Add them only if you know where the file comes from. Poplar asks for each "
                               "password at the first check."));
    for (QLabel *label : box->findChildren<QLabel *>())
        label->setTextFormat(Qt::PlainText);
    auto *accept = box->addButton(tr("&Add"), QMessageBox::AcceptRole);
    box->setDefaultButton(box->addButton(QMessageBox::Cancel));
    connect(accept, &QPushButton::clicked, this, [this, accounts] { add(accounts); });
    box->open();
}

void SettingsTransfer::add(const std::vector<Account> &accounts)
{
    const auto before = m_session.accounts().size();
    m_session.setup().addSettings(accounts, this, [this, before](const Result<int> &added) {
        const auto now = m_session.accounts().size();
        if (added)
            Q_EMIT told(tr("%n account(s) were added.", nullptr, *added));
        else if (now > before)
            Q_EMIT told(tr("%n account(s) were added, and the next one could not be. %1", nullptr,
                           static_cast<int>(now - before))
                            .arg(errorLine(added.error())));
        else
            Q_EMIT failed(added.error());
    });
}
