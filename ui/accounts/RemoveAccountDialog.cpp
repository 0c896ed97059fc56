// SPDX-License-Identifier: GPL-3.0-or-later
#include "RemoveAccountDialog.h"

#include "AccountSetup.h"
#include "ChoiceCard.h"
#include "ErrorText.h"
#include "Fonts.h"
#include "Formatting.h"
#include "MailSession.h"
#include "ServerMailModel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

RemoveAccountDialog::RemoveAccountDialog(MailSession &session, const Account &account, QWidget *parent)
    : QDialog(parent), m_session(session), m_account(account),
      m_keep(new ChoiceCard(tr("&Keep its mail on this computer"), this)),
      m_delete(new ChoiceCard(tr("&Delete its mail from this computer, for good"), this)),
      m_server(new QLabel(this)), m_remove(new QPushButton(tr("&Remove the account"), this)),
      m_cancel(new QPushButton(tr("Cancel"), this))
{
    setWindowTitle(tr("Remove %1").arg(account.name));
    auto *question = new QLabel(tr("Remove the account %1?").arg(account.name), this);
    question->setTextFormat(Qt::PlainText);
    question->setFont(Fonts::demiBold(font()));
    question->setWordWrap(true);
    m_keep->setDescription(tr("You find it in the folder list, under “On this computer”."));
    m_delete->setDescription(tr("Also what lies in folders of other accounts. This cannot be taken back."));
    m_keep->setChecked(true);
    m_server->setWordWrap(true);
    m_server->setTextFormat(Qt::PlainText);
    m_server->setText(tr("On the server nothing changes."));
    const bool byPermission = account.server.signIn == SignIn::OAuth;
    const bool canTakeBack = byPermission && !account.server.oauth.revocationUrl.isEmpty();
    auto *secrets = new QLabel(
        canTakeBack    ? tr("Its settings are forgotten, and your provider's permission is taken back there.")
        : byPermission ? tr("Its settings and your provider's permission are forgotten "
                            "here. It can be taken back on the provider's page.")
                       : tr("Its settings and its password are forgotten."),
        this);
    secrets->setWordWrap(true);
    secrets->setFont(Fonts::small(font()));
    secrets->setForegroundRole(QPalette::PlaceholderText);
    m_remove->setAutoDefault(false);
    m_cancel->setDefault(true); // Enter alone removes nothing
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_remove);
    buttons->addWidget(m_cancel);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 16);
    layout->setSpacing(8);
    for (QWidget *widget :
         {static_cast<QWidget *>(question), static_cast<QWidget *>(m_keep), static_cast<QWidget *>(m_delete),
          static_cast<QWidget *>(m_server), static_cast<QWidget *>(secrets), buildProgress()})
        layout->addWidget(widget);
    layout->addSpacing(8);
    layout->addLayout(buttons);
    setMinimumWidth(460);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_remove, &QPushButton::clicked, this, &RemoveAccountDialog::remove);
    m_cancel->setFocus(Qt::OtherFocusReason);
    askForFacts();
}

QString RemoveAccountDialog::serverText() const
{
    return m_server->text();
}

void RemoveAccountDialog::askForFacts()
{
    m_session.serverMessages(m_account.id, this, [this](Result<std::vector<ServerMessage>> messages) {
        if (messages)
            describeServer(*messages);
    });
}

void RemoveAccountDialog::describeServer(const std::vector<ServerMessage> &messages)
{
    int onServer = 0, notHere = 0;
    for (const ServerMessage &message : messages) {
        if (message.state == ServerMessage::State::Gone)
            continue;
        ++onServer;
        notHere += !ServerMailModel::isWholeHere(message);
    }
    QStringList text{tr("On the server nothing changes.")};
    if (notHere > 0)
        text += tr("It holds %n message(s), %1 of them without a complete copy on this computer.", nullptr,
                   onServer)
                    .arg(Formatting::count(notHere));
    else if (onServer > 0)
        text += tr("It holds %n message(s), all of them here as well.", nullptr, onServer);
    if (!m_account.retention.letsNothingGo())
        text += tr("The account's rules delete nothing there any more.");
    m_server->setText(text.join(QLatin1Char(' ')));
}

QWidget *RemoveAccountDialog::buildProgress()
{
    m_progress = new QWidget(this);
    m_state = new QLabel(m_progress);
    m_bar = new QProgressBar(m_progress);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Progress of the removal"));
    auto *layout = new QVBoxLayout(m_progress);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->addWidget(m_state);
    layout->addWidget(m_bar);
    m_progress->hide();
    return m_progress;
}

void RemoveAccountDialog::showProgress(int removed, int inAll)
{
    if (!m_isGoing)
        return;
    const bool isCounted = removed < inAll;
    m_bar->setRange(0, isCounted ? inAll : 0);
    m_bar->setValue(removed);
    m_state->setText(
        isCounted
            ? tr("%1 of %2 messages are removed").arg(Formatting::count(removed), Formatting::count(inAll))
            : tr("Removing the account…"));
}

void RemoveAccountDialog::reject()
{
    if (!m_isGoing)
        return QDialog::reject();
    m_cancel->setEnabled(false);
    m_session.setup().stopRemoval(m_account.id);
}

void RemoveAccountDialog::remove()
{
    m_isGoing = true;
    for (QWidget *choice : {static_cast<QWidget *>(m_keep), static_cast<QWidget *>(m_delete)})
        choice->setEnabled(false);
    m_remove->hide();
    m_cancel->setText(tr("&Stop"));
    m_cancel->setToolTip(tr("What is removed stays so. The rest of the mail stays on this computer."));
    m_progress->show();
    showProgress(0, 0);
    const auto mail = m_delete->isChecked() ? AccountSetup::Mail::Remove : AccountSetup::Mail::Keep;
    m_session.setup().removeAccount(
        m_account.id, mail, this,
        [this](Result<AccountRemoval> removal) {
            m_isGoing = false;
            if (removal)
                Q_EMIT removed(outcomeText(m_account.name, *removal));
            else
                Q_EMIT failed(removal.error());
            accept();
        },
        [this](int done, int inAll) { showProgress(done, inAll); });
}

QString RemoveAccountDialog::outcomeText(const QString &name, const AccountRemoval &removal)
{
    QStringList text;
    if (removal.wasStopped)
        text += tr("%1 was removed, and %n message(s) of its mail. The rest stays on this computer.", nullptr,
                   removal.messages)
                    .arg(name);
    else if (removal.messages > 0)
        text += tr("%1 was removed, with %n message(s).", nullptr, removal.messages).arg(name);
    else
        text += tr("%1 was removed.").arg(name);
    if (removal.permissionError && removal.permissionError->code == ErrorCode::Unsupported)
        text += tr("Your provider's permission can be taken back only on the provider's page.");
    else if (removal.permissionError)
        text +=
            tr("Your provider's permission could not be taken back: take it back on the provider's page. %1")
                .arg(errorLine(*removal.permissionError));
    else if (removal.hadPermission)
        text += tr("Your provider's permission was taken back.");
    if (removal.secretsError)
        text +=
            tr("The keychain of this system did not let its password go: delete it there, under “Poplar”.");
    return text.join(QLatin1Char(' '));
}
