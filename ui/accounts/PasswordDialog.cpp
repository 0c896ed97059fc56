// SPDX-License-Identifier: GPL-3.0-or-later
#include "PasswordDialog.h"

#include "Fonts.h"
#include "PasswordEdit.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

PasswordDialog::PasswordDialog(const Account &account, QWidget *parent)
    : QDialog(parent), m_password(new PasswordEdit(this)),
      m_remember(new QCheckBox(tr("&Remember it in the keychain"), this))
{
    const bool isToken = account.server.signIn == SignIn::OAuth;
    setWindowTitle(isToken ? tr("Refresh token") : tr("Password"));
    setMinimumWidth(380);
    auto *title =
        new QLabel((isToken ? tr("Refresh token for %1") : tr("Password for %1")).arg(account.name), this);
    title->setFont(Fonts::demiBold(font()));
    title->setTextFormat(Qt::PlainText);
    auto *server =
        new QLabel(tr("%1 on %2", "user, server").arg(account.server.user, account.server.host), this);
    server->setForegroundRole(QPalette::PlaceholderText);
    server->setTextFormat(Qt::PlainText);
    m_remember->setChecked(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    QPushButton *signIn = buttons->addButton(tr("Sign in"), QDialogButtonBox::AcceptRole);
    signIn->setDefault(true);
    signIn->setEnabled(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 16);
    layout->setSpacing(8);
    layout->addWidget(title);
    layout->addWidget(server);
    layout->addWidget(m_password);
    layout->addWidget(m_remember);
    layout->addSpacing(8);
    layout->addWidget(buttons);
    connect(m_password, &QLineEdit::textChanged, signIn,
            [signIn](const QString &text) { signIn->setEnabled(!text.isEmpty()); });
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_password->setFocus();
}

QString PasswordDialog::password() const
{
    return m_password->text();
}

bool PasswordDialog::remember() const
{
    return m_remember->isChecked();
}
