// SPDX-License-Identifier: GPL-3.0-or-later
#include "RemoveAccountDialog.h"

#include "AccountSetup.h"
#include "ChoiceCard.h"
#include "Fonts.h"
#include "Formatting.h"
#include "MailSession.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

RemoveAccountDialog::RemoveAccountDialog(MailSession &session, const Account &account, QWidget *parent)
    : QDialog(parent), m_session(session), m_account(account),
      m_keep(new ChoiceCard(tr("&Keep its mail on this computer"), this)),
      m_delete(new ChoiceCard(tr("&Delete its mail from this computer, for good"), this)),
      m_server(new QLabel(this)), m_remove(new QPushButton(tr("&Remove the account"), this))
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
    auto *secrets = new QLabel(byPermission ? tr("Its settings and your provider's permission are forgotten "
                                                 "here. It can be taken back on the provider's page.")
                                            : tr("Its settings and its password are forgotten."),
                               this);
    secrets->setWordWrap(true);
    secrets->setFont(Fonts::small(font()));
    secrets->setForegroundRole(QPalette::PlaceholderText);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    m_remove->setAutoDefault(false);
    cancel->setDefault(true); // Enter alone removes nothing
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_remove);
    buttons->addWidget(cancel);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 16);
    layout->setSpacing(8);
    for (QWidget *widget :
         {static_cast<QWidget *>(question), static_cast<QWidget *>(m_keep), static_cast<QWidget *>(m_delete),
          static_cast<QWidget *>(m_server), static_cast<QWidget *>(secrets)})
        layout->addWidget(widget);
    layout->addSpacing(8);
    layout->addLayout(buttons);
    setMinimumWidth(460);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_remove, &QPushButton::clicked, this, &RemoveAccountDialog::remove);
    cancel->setFocus(Qt::OtherFocusReason);
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
        notHere += message.state != ServerMessage::State::Stored;
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

void RemoveAccountDialog::remove()
{
    m_remove->setEnabled(false);
    const auto mail = m_delete->isChecked() ? AccountSetup::Mail::Remove : AccountSetup::Mail::Keep;
    m_session.setup().removeAccount(m_account.id, mail, this, [this](Result<int> result) {
        if (result)
            Q_EMIT removed(m_account.name, *result);
        else
            Q_EMIT failed(result.error());
        accept();
    });
}
