// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerOptions.h"

#include "FileEdit.h"
#include "Fonts.h"
#include "PasswordEdit.h"
#include "Theme.h"

#include <QComboBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QUrl>

#include <array>

namespace
{
constexpr std::array signIns{SignIn::Automatic,   SignIn::SaslPlain, SignIn::UserPass, SignIn::Login,
                             SignIn::ScramSha256, SignIn::ScramSha1, SignIn::CramMd5,  SignIn::DigestMd5,
                             SignIn::Apop,        SignIn::OAuth,     SignIn::Gssapi,   SignIn::External};

void addRow(QFormLayout &form, const QString &label, QWidget *field)
{
    form.addRow(label, field);
    if (field->accessibleName().isEmpty())
        field->setAccessibleName(QString(label).remove(QLatin1Char('&')));
}

QLabel *newNote(QWidget *parent)
{
    auto *note = new QLabel(parent);
    note->setWordWrap(true);
    note->setFont(Fonts::small(parent->font()));
    note->setForegroundRole(QPalette::PlaceholderText);
    return note;
}

bool isTokenUrl(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    static const QStringList loopback{QStringLiteral("localhost"), QStringLiteral("127.0.0.1"),
                                      QStringLiteral("::1")};
    return url.isValid() && !url.host().isEmpty() &&
           (url.scheme() == QLatin1String("https") ||
            (url.scheme() == QLatin1String("http") && loopback.contains(url.host())));
}
} // namespace

ServerOptions::ServerOptions(QWidget *parent)
    : QWidget(parent), m_signIn(new QComboBox(this)), m_signInNote(newNote(this)),
      m_clientCertificate(new FileEdit(tr("Client certificate"),
                                       tr("Certificates (*.pem *.p12 *.pfx *.crt);;All files (*)"), this)),
      m_caFile(new FileEdit(tr("Authority of the server"),
                            tr("Certificates (*.pem *.crt *.cer);;All files (*)"), this)),
      m_oauth(new QWidget(this)), m_tokenUrl(new QLineEdit(m_oauth)),
      m_authorizationUrl(new QLineEdit(m_oauth)), m_revocationUrl(new QLineEdit(m_oauth)),
      m_clientId(new QLineEdit(m_oauth)), m_clientSecret(new PasswordEdit(m_oauth)),
      m_scope(new QLineEdit(m_oauth)), m_proxyKind(new QComboBox(this)), m_proxy(new QWidget(this)),
      m_proxyHost(new QLineEdit(m_proxy)), m_proxyPort(new QSpinBox(m_proxy)),
      m_proxyUser(new QLineEdit(m_proxy)), m_proxyPassword(new PasswordEdit(m_proxy)),
      m_error(new QLabel(this))
{
    m_error->setWordWrap(true);
    m_error->setFont(Fonts::small(font()));
    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(8);
    form->setRowWrapPolicy(QFormLayout::DontWrapRows);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    buildSignIn(*form);
    addRow(*form, tr("Client &certificate:"), m_clientCertificate);
    addRow(*form, tr("&Authority (CA file):"), m_caFile);
    buildProxy(*form);
    form->addRow(m_error);
    for (QLineEdit *edit : {m_tokenUrl, m_authorizationUrl, m_revocationUrl, m_clientId,
                            static_cast<QLineEdit *>(m_clientSecret), m_scope, m_proxyHost, m_proxyUser,
                            static_cast<QLineEdit *>(m_proxyPassword)})
        connect(edit, &QLineEdit::textEdited, this, &ServerOptions::edited);
    for (FileEdit *file : {m_clientCertificate, m_caFile})
        connect(file, &FileEdit::edited, this, &ServerOptions::edited);
    for (QComboBox *box : {m_signIn, m_proxyKind}) {
        connect(box, &QComboBox::currentIndexChanged, this, [this] {
            follow();
            Q_EMIT edited();
        });
    }
    connect(m_signIn, &QComboBox::currentIndexChanged, this, [this] { Q_EMIT signInChanged(signIn()); });
    connect(m_proxyPort, &QSpinBox::valueChanged, this, &ServerOptions::edited);
    setServer({});
}

QString ServerOptions::nameOf(SignIn signIn)
{
    switch (signIn) {
    case SignIn::Automatic:
        return tr("Automatic: the safest that the server has (recommended)");
    case SignIn::SaslPlain:
        return tr("Password (PLAIN)");
    case SignIn::UserPass:
        return tr("Password, the old way (USER and PASS)");
    case SignIn::Login:
        return tr("Password (LOGIN)");
    case SignIn::CramMd5:
        return tr("Scrambled password, weak (CRAM-MD5)");
    case SignIn::DigestMd5:
        return tr("Scrambled password, weak (DIGEST-MD5)");
    case SignIn::Apop:
        return tr("Scrambled password, weak (APOP)");
    case SignIn::ScramSha1:
        return tr("Proof of the password (SCRAM-SHA-1)");
    case SignIn::ScramSha256:
        return tr("Proof of the password (SCRAM-SHA-256)");
    case SignIn::Gssapi:
        return tr("Kerberos ticket of this computer (GSSAPI)");
    case SignIn::External:
        return tr("Client certificate alone (EXTERNAL)");
    case SignIn::OAuth:
        return tr("OAuth 2: an access token instead of a password");
    }
    return {};
}

void ServerOptions::buildSignIn(QFormLayout &form)
{
    for (const SignIn signIn : signIns)
        m_signIn->addItem(nameOf(signIn), int(signIn));
    m_signIn->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_signIn->setMinimumContentsLength(24);
    addRow(form, tr("&Sign-in:"), m_signIn);
    form.addRow(QString(), m_signInNote);
    auto *oauth = new QFormLayout(m_oauth);
    oauth->setContentsMargins(0, 0, 0, 0);
    oauth->setVerticalSpacing(8);
    oauth->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    for (QLineEdit *address : {m_authorizationUrl, m_tokenUrl, m_revocationUrl})
        address->setPlaceholderText(QStringLiteral("https://"));
    addRow(*oauth, tr("Si&gn-in page:"), m_authorizationUrl);
    addRow(*oauth, tr("Address for &tokens:"), m_tokenUrl);
    addRow(*oauth, tr("Address for revoking:"), m_revocationUrl);
    connect(m_authorizationUrl, &QLineEdit::textChanged, this, &ServerOptions::follow);
    addRow(*oauth, tr("Client &id:"), m_clientId);
    addRow(*oauth, tr("Client secret:"), m_clientSecret);
    addRow(*oauth, tr("Scope:"), m_scope);
    form.addRow(m_oauth);
}

void ServerOptions::buildProxy(QFormLayout &form)
{
    m_proxyKind->addItem(tr("None: connect directly"), int(ProxySettings::Kind::None));
    m_proxyKind->addItem(tr("SOCKS 5"), int(ProxySettings::Kind::Socks5));
    m_proxyKind->addItem(tr("HTTP (CONNECT)"), int(ProxySettings::Kind::Http));
    addRow(form, tr("P&roxy:"), m_proxyKind);
    m_proxyPort->setRange(1, 65535);
    m_proxyPort->setGroupSeparatorShown(false);
    m_proxyPort->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_proxyPort->setFixedWidth(72);
    m_proxyHost->setAccessibleName(tr("Address of the proxy"));
    m_proxyPort->setAccessibleName(tr("Port of the proxy"));
    auto *address = new QHBoxLayout;
    address->addWidget(m_proxyHost, 1);
    address->addWidget(m_proxyPort);
    auto *proxy = new QFormLayout(m_proxy);
    proxy->setContentsMargins(0, 0, 0, 0);
    proxy->setVerticalSpacing(8);
    proxy->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    proxy->addRow(tr("Address and port:"), address);
    addRow(*proxy, tr("User of the proxy:"), m_proxyUser);
    addRow(*proxy, tr("Password of the proxy:"), m_proxyPassword);
    form.addRow(m_proxy);
}

void ServerOptions::setServer(const ServerSettings &server)
{
    m_signIn->setCurrentIndex(m_signIn->findData(int(server.signIn)));
    m_clientCertificate->setPath(server.clientCertificate);
    m_caFile->setPath(server.caFile);
    m_authorizationUrl->setText(server.oauth.authorizationUrl);
    m_tokenUrl->setText(server.oauth.tokenUrl);
    m_revocationUrl->setText(server.oauth.revocationUrl);
    m_clientId->setText(server.oauth.clientId);
    m_clientSecret->setText(server.oauth.clientSecret);
    m_scope->setText(server.oauth.scope);
    m_proxyKind->setCurrentIndex(m_proxyKind->findData(int(server.proxy.kind)));
    m_proxyHost->setText(server.proxy.host);
    m_proxyPort->setValue(server.proxy.port == 0 ? 1080 : server.proxy.port);
    m_proxyUser->setText(server.proxy.user);
    m_proxyPassword->setPlaceholderText(server.proxy.user.isEmpty() ? QString() : tr("Unchanged"));
    m_error->hide();
    follow();
}

void ServerOptions::applyTo(ServerSettings &server) const
{
    server.signIn = signIn();
    server.clientCertificate = m_clientCertificate->path();
    server.caFile = m_caFile->path();
    if (server.signIn == SignIn::OAuth) {
        server.oauth.authorizationUrl = m_authorizationUrl->text().trimmed();
        server.oauth.tokenUrl = m_tokenUrl->text().trimmed();
        server.oauth.revocationUrl = m_revocationUrl->text().trimmed();
        server.oauth.clientId = m_clientId->text().trimmed();
        server.oauth.clientSecret = m_clientSecret->text();
        server.oauth.scope = m_scope->text().trimmed();
    }
    server.proxy = {};
    if (proxyKind() != ProxySettings::Kind::None)
        server.proxy = {proxyKind(), m_proxyHost->text().trimmed(), quint16(m_proxyPort->value()),
                        m_proxyUser->text().trimmed()};
}

QString ServerOptions::proxyPassword() const
{
    return proxyKind() == ProxySettings::Kind::None ? QString() : m_proxyPassword->text();
}

SignIn ServerOptions::signIn() const
{
    return SignIn(m_signIn->currentData().toInt());
}

ProxySettings::Kind ServerOptions::proxyKind() const
{
    return ProxySettings::Kind(m_proxyKind->currentData().toInt());
}

bool ServerOptions::isUsed(const ServerSettings &server)
{
    return server.signIn != SignIn::Automatic || !server.caFile.isEmpty() ||
           !server.clientCertificate.isEmpty() || server.proxy.kind != ProxySettings::Kind::None;
}

void ServerOptions::follow()
{
    m_oauth->setVisible(signIn() == SignIn::OAuth);
    m_proxy->setVisible(proxyKind() != ProxySettings::Kind::None);
    QString note;
    if (signIn() == SignIn::OAuth && !m_authorizationUrl->text().trimmed().isEmpty())
        note = tr("You give your permission on the sign-in page, in your browser. No password is needed.");
    else if (signIn() == SignIn::OAuth)
        note = tr("Enter the refresh token that your provider gave you as the password above.");
    else if (signIn() == SignIn::External)
        note = tr(
            "Choose the file with your certificate and its key below. If it has a passphrase, enter that as "
            "the password above.");
    else if (signIn() == SignIn::Gssapi)
        note = tr("No password is needed. Sign in to Kerberos on this computer first.");
    else if (signIn() == SignIn::CramMd5 || signIn() == SignIn::DigestMd5 || signIn() == SignIn::Apop)
        note =
            tr("This can be broken by somebody who listens. Use it only where the server has nothing else.");
    else if (signIn() != SignIn::Automatic)
        note = tr("Only this way is tried, nothing weaker and nothing else.");
    m_signInNote->setText(note);
    m_signInNote->setVisible(!note.isEmpty());
}

QWidget *ServerOptions::validate()
{
    QString problem;
    QWidget *field = nullptr;
    const auto check = [&](bool good, QWidget *where, const QString &what) {
        where->setAccessibleDescription(good ? QString() : what);
        if (good || field)
            return;
        problem = what;
        field = where;
    };
    const bool oauth = signIn() == SignIn::OAuth;
    check(!oauth || isTokenUrl(m_tokenUrl->text().trimmed()), m_tokenUrl,
          tr("Enter the address for tokens; it begins with https://."));
    for (QLineEdit *address : {m_authorizationUrl, m_revocationUrl})
        check(!oauth || address->text().trimmed().isEmpty() || isTokenUrl(address->text().trimmed()), address,
              tr("This address has to begin with https://."));
    check(!oauth || !m_clientId->text().trimmed().isEmpty(), m_clientId, tr("Enter the client id."));
    check(signIn() != SignIn::External || !m_clientCertificate->path().isEmpty(),
          m_clientCertificate->field(), tr("Choose the file with your certificate and its key."));
    for (const FileEdit *file : {m_clientCertificate, m_caFile})
        check(file->path().isEmpty() || QFileInfo(file->path()).isReadable(), file->field(),
              tr("The file %1 cannot be read.").arg(file->path()));
    check(proxyKind() == ProxySettings::Kind::None || !m_proxyHost->text().trimmed().isEmpty(), m_proxyHost,
          tr("Enter the address of the proxy."));
    QPalette red = palette();
    red.setColor(QPalette::WindowText, Theme::red(palette()));
    m_error->setPalette(red);
    m_error->setText(problem);
    m_error->setVisible(!problem.isEmpty());
    return field;
}
