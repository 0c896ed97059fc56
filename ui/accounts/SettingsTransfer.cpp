// SPDX-License-Identifier: GPL-3.0-or-later
#include "SettingsTransfer.h"

#include "AccountSetup.h"
#include "MailSession.h"

#include <QFileDialog>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>

namespace
{
constexpr int mostLines = 12;
}

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
        lines += server.security == ServerSecurity::None ? tr("%1 – NOT ENCRYPTED").arg(place) : place;
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
    m_session.setup().addSettings(accounts, this, [this](const Result<int> &added) {
        if (added)
            Q_EMIT told(tr("%n account(s) were added.", nullptr, *added));
        else
            Q_EMIT failed(added.error());
    });
}
