// SPDX-License-Identifier: GPL-3.0-or-later
#include "OAuthClientDialog.h"

#include "AccountSetup.h"
#include "AuthorizationServer.h"
#include "ErrorText.h"
#include "MessageBar.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

OAuthClientDialog::OAuthClientDialog(AccountSetup &setup, const AuthorizationServer &server, QWidget *parent)
    : QDialog(parent), m_setup(setup), m_server(server.id), m_problem(new MessageBar(this)),
      m_id(new QLineEdit(this)), m_secret(new QLineEdit(this)), m_save(nullptr)
{
    setWindowTitle(tr("Client id for %1").arg(server.name));
    resize(460, 0);
    auto *text =
        new QLabel(tr("%1 gives a client id to whoever registers a program for the desktop with it. It names "
                      "the program, not you.")
                       .arg(server.name),
                   this);
    text->setWordWrap(true);
    m_id->setAccessibleName(tr("Client id"));
    m_secret->setAccessibleName(tr("Client secret"));
    m_secret->setPlaceholderText(tr("only where the provider gave one"));
    auto *form = new QFormLayout;
    form->addRow(tr("Client &id:"), m_id);
    form->addRow(tr("Client &secret:"), m_secret);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this);
    m_save = buttons->button(QDialogButtonBox::Save);
    m_save->setEnabled(false);
    auto *body = new QVBoxLayout;
    body->setContentsMargins(24, 20, 24, 16);
    body->setSpacing(12);
    body->addWidget(text);
    body->addLayout(form);
    body->addWidget(buttons);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_problem);
    layout->addLayout(body);
    connect(m_id, &QLineEdit::textChanged, this,
            [this](const QString &id) { m_save->setEnabled(!id.trimmed().isEmpty()); });
    // What Poplar was built with is no business of the user's.
    const auto known = setup.client(server.id);
    if (known && known != builtInOAuthClient(server.id)) {
        m_id->setText(known->id);
        m_secret->setText(known->secret);
        auto *forget = buttons->addButton(tr("&Forget it"), QDialogButtonBox::DestructiveRole);
        forget->setAutoDefault(false);
        connect(forget, &QPushButton::clicked, this, [this] { set(std::nullopt); });
    }
    connect(buttons, &QDialogButtonBox::accepted, this, &OAuthClientDialog::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void OAuthClientDialog::save()
{
    set(OAuthClient{m_id->text().trimmed(), m_secret->text().trimmed()});
}

void OAuthClientDialog::set(const std::optional<OAuthClient> &client)
{
    m_save->setEnabled(false);
    m_setup.setClient(m_server, client, this, [this](Result<void> saved) {
        m_save->setEnabled(true);
        if (saved)
            accept();
        else
            m_problem->show(MessageBar::Kind::Failure, QStringLiteral("circle-alert"),
                            errorLine(saved.error()));
    });
}
