// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerPage.h"

#include "Fonts.h"
#include "Icons.h"
#include "PasswordEdit.h"
#include "RecentMode.h"
#include "ServerOptions.h"
#include "Style.h"
#include "Theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QRegularExpression>
#include <QScrollArea>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

namespace
{
constexpr int tlsPort = 995;
constexpr int plainPort = 110;

bool hasControlCharacter(const QString &text)
{
    return std::any_of(text.begin(), text.end(),
                       [](QChar c) { return c.category() == QChar::Other_Control; });
}
} // namespace

ServerPage::ServerPage(QWidget *parent)
    : QWidget(parent), m_email(new QLineEdit(this)), m_name(new QLineEdit(this)), m_host(new QLineEdit(this)),
      m_security(new QComboBox(this)), m_port(new QSpinBox(this)), m_user(new QLineEdit(this)),
      m_password(new PasswordEdit(this)), m_options(new ServerOptions(this)),
      m_advanced(new QToolButton(this))
{
    m_port->setRange(1, 65535);
    m_port->setValue(tlsPort);
    m_port->setGroupSeparatorShown(false);
    m_port->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_port->setFixedWidth(72);
    m_security->addItem(tr("TLS (recommended)"), int(ServerSecurity::Tls));
    m_security->addItem(tr("STARTTLS, required"), int(ServerSecurity::StartTls));
    m_security->addItem(tr("None – not protected"), int(ServerSecurity::None));
    m_email->setPlaceholderText(tr("me@example.org"));
    m_host->setPlaceholderText(tr("pop.example.org"));
    m_email->setInputMethodHints(Qt::ImhEmailCharactersOnly);
    for (QLineEdit *edit : {m_host, m_user})
        edit->setInputMethodHints(Qt::ImhNoAutoUppercase | Qt::ImhNoPredictiveText);
    build();
    setFocusProxy(m_email);
    connect(m_email, &QLineEdit::textEdited, this, &ServerPage::followEmail);
    connect(m_security, &QComboBox::currentIndexChanged, this, &ServerPage::followSecurity);
    for (QLineEdit *edit : {m_email, m_name, m_host, m_user, static_cast<QLineEdit *>(m_password)})
        connect(edit, &QLineEdit::textEdited, this, &ServerPage::edited);
    for (const QLineEdit *edit : {m_user, m_host})
        connect(edit, &QLineEdit::textChanged, this, &ServerPage::followUser);
    connect(m_options, &ServerOptions::edited, this, &ServerPage::edited);
    connect(m_port, &QSpinBox::valueChanged, this, &ServerPage::edited);
    connect(m_security, &QComboBox::currentIndexChanged, this, &ServerPage::edited);
}

QWidget *ServerPage::labelled(const QString &label, QWidget *field, QLabel **error)
{
    auto *box = new QWidget(this);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    auto *title = new QLabel(label, box);
    title->setBuddy(field);
    layout->addWidget(title);
    layout->addWidget(field);
    field->setAccessibleName(QString(label).remove(QLatin1Char('&')));
    if (error) {
        *error = new QLabel(box);
        (*error)->setWordWrap(true);
        (*error)->setFont(Fonts::small(font()));
        (*error)->hide();
        layout->addWidget(*error);
    }
    return box;
}

QLabel *ServerPage::newNote(const QString &text)
{
    auto *note = new QLabel(text, this);
    note->setWordWrap(true);
    note->setFont(Fonts::small(font()));
    note->setForegroundRole(QPalette::PlaceholderText);
    return note;
}

void ServerPage::build()
{
    // At large fonts, or with all options shown, the page is higher than its dialog.
    auto *scroll = new QScrollArea(this);
    auto *fields = new QWidget(scroll);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(fields);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(scroll);
    auto *layout = new QVBoxLayout(fields);
    layout->setContentsMargins(0, 0, 8, 0);
    layout->setSpacing(12);
    auto *names = new QHBoxLayout;
    names->setSpacing(12);
    names->addWidget(labelled(tr("&E-mail address"), m_email, &m_emailError), 3, Qt::AlignTop);
    names->addWidget(labelled(tr("&Name of the account"), m_name, &m_nameError), 2, Qt::AlignTop);
    layout->addLayout(names);
    auto *server = new QHBoxLayout;
    server->setSpacing(12);
    server->addWidget(labelled(tr("&POP3 server"), m_host, &m_hostError), 1, Qt::AlignTop);
    server->addWidget(labelled(tr("Securit&y"), m_security, nullptr), 0, Qt::AlignTop);
    server->addWidget(labelled(tr("P&ort"), m_port, nullptr), 0, Qt::AlignTop);
    layout->addLayout(server);
    m_securityNote =
        newNote(tr("Without protection, anyone on the way can read your password and your mail."));
    m_securityNote->setForegroundRole(QPalette::WindowText);
    m_securityNote->hide();
    layout->addWidget(m_securityNote);
    auto *credentials = new QHBoxLayout;
    credentials->setSpacing(12);
    credentials->addWidget(labelled(tr("&User name"), m_user, &m_userError), 1, Qt::AlignTop);
    credentials->addWidget(labelled(tr("Pass&word"), m_password, &m_passwordError), 1, Qt::AlignTop);
    layout->addLayout(credentials);
    m_portionsNote =
        newNote(tr("Gmail hands out each message once, to the first program that fetches it. With “recent:” "
                   "before the user name, as in recent:me@gmail.com, every program gets the mail of the last "
                   "30 days. Gmail sends a few hundred messages at a time; Poplar asks until all are here."));
    m_portionsNote->hide();
    layout->addWidget(m_portionsNote);
    layout->addWidget(newNote(
        tr("The password is kept in the keychain of your system and is sent to your mail server only.")));
    m_advanced->setText(tr("Ad&vanced: sign-in, certificates, proxy"));
    m_advanced->setIcon(Icons::icon(QStringLiteral("chevron-right")));
    m_advanced->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_advanced->setCheckable(true);
    m_advanced->setProperty(Style::unfolds, true);
    m_advanced->setAutoRaise(true);
    m_advanced->setFocusPolicy(Qt::StrongFocus);
    m_advanced->setAccessibleName(tr("Show advanced settings"));
    layout->addWidget(m_advanced, 0, Qt::AlignLeading);
    layout->addWidget(m_options);
    m_options->hide();
    layout->addStretch();
    connect(m_advanced, &QToolButton::toggled, this, [this](bool on) {
        m_options->setVisible(on);
        m_advanced->setIcon(
            Icons::icon(on ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
    });
}

void ServerPage::setAccount(const Account &account)
{
    m_account = account;
    m_email->setText(account.email);
    m_lastEmail = account.email;
    m_name->setText(account.name);
    m_host->setText(account.server.host);
    m_security->setCurrentIndex(m_security->findData(int(account.server.security)));
    m_port->setValue(account.server.port);
    m_user->setText(account.server.user);
    m_options->setServer(account.server);
    m_advanced->setChecked(ServerOptions::isUsed(account.server));
    if (account.id != 0)
        m_password->setPlaceholderText(tr("Unchanged"));
}

Account ServerPage::account() const
{
    Account account = m_account;
    account.email = m_email->text().trimmed();
    account.name = m_name->text().trimmed();
    if (account.name.isEmpty())
        account.name = account.email;
    account.server.host = m_host->text().trimmed();
    account.server.port = quint16(m_port->value());
    account.server.security = ServerSecurity(m_security->currentData().toInt());
    account.server.user = m_user->text().trimmed();
    if (account.server.user.isEmpty())
        account.server.user = account.email;
    m_options->applyTo(account.server);
    return account;
}

void ServerPage::setPassword(const QString &password)
{
    m_password->setText(password);
}

void ServerPage::focusServer()
{
    m_host->setFocus(Qt::OtherFocusReason);
    m_host->selectAll();
}

void ServerPage::focusPassword()
{
    m_password->setFocus(Qt::OtherFocusReason);
    m_password->selectAll();
}

QString ServerPage::password() const
{
    return m_password->text();
}

QString ServerPage::proxyPassword() const
{
    return m_options->proxyPassword();
}

// User name and account name follow the address for as long as nobody changed them.
void ServerPage::followEmail(const QString &email)
{
    for (QLineEdit *edit : {m_name, m_user}) {
        if (edit->text() == m_lastEmail)
            edit->setText(email);
    }
    m_lastEmail = email;
}

void ServerPage::followSecurity()
{
    const auto security = ServerSecurity(m_security->currentData().toInt());
    if (security == ServerSecurity::Tls && m_port->value() == plainPort)
        m_port->setValue(tlsPort);
    else if (security != ServerSecurity::Tls && m_port->value() == tlsPort)
        m_port->setValue(plainPort);
    QPalette amber = palette();
    amber.setColor(QPalette::WindowText, Theme::amber(palette()));
    m_securityNote->setPalette(amber);
    m_securityNote->setVisible(security == ServerSecurity::None);
}

void ServerPage::followUser()
{
    ServerSettings server;
    server.host = m_host->text().trimmed();
    server.user = m_user->text().trimmed();
    m_portionsNote->setVisible(recentModeOf(server) != RecentMode::None);
}

bool ServerPage::needsPassword() const
{
    ServerSettings server;
    m_options->applyTo(server);
    const bool hasBrowserPage = server.signIn == SignIn::OAuth && !server.oauth.authorizationUrl.isEmpty();
    return server.signIn != SignIn::External && server.signIn != SignIn::Gssapi && !hasBrowserPage;
}

void ServerPage::say(QLabel *label, const QString &error, QWidget *field, QWidget **first) const
{
    QPalette red = palette();
    red.setColor(QPalette::WindowText, Theme::red(palette()));
    label->setPalette(red);
    label->setText(error);
    label->setVisible(!error.isEmpty());
    field->setAccessibleDescription(error);
    if (!error.isEmpty() && !*first)
        *first = field;
}

bool ServerPage::validate()
{
    static const QRegularExpression email(QStringLiteral("^[^\\s@]+@[^\\s@]+$"));
    static const QRegularExpression host(QStringLiteral("^[^\\s/@]+$"));
    QWidget *first = nullptr;
    const Account account = this->account();
    say(m_emailError,
        email.match(account.email).hasMatch() ? QString() : tr("Enter an address like me@example.org."),
        m_email, &first);
    QString nameError;
    if (hasControlCharacter(account.name))
        nameError = tr("The name must be one line of text.");
    else if (m_takenNames.contains(account.name))
        nameError = tr("Another account has this name.");
    say(m_nameError, nameError, m_name, &first);
    say(m_hostError,
        host.match(account.server.host).hasMatch()
            ? QString()
            : tr("Enter the name of the server, like pop.example.org."),
        m_host, &first);
    say(m_userError,
        hasControlCharacter(account.server.user) ? tr("The user name must be one line.") : QString(), m_user,
        &first);
    QString passwordError;
    if (password().isEmpty() && account.id == 0 && needsPassword())
        passwordError = tr("Enter the password.");
    else if (hasControlCharacter(password()))
        passwordError = tr("The password must be one line.");
    say(m_passwordError, passwordError, m_password, &first);
    if (QWidget *option = m_options->validate()) {
        m_advanced->setChecked(true);
        first = first ? first : option;
    }
    if (first)
        first->setFocus(Qt::OtherFocusReason);
    return !first;
}
