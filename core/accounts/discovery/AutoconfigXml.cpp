// SPDX-License-Identifier: GPL-3.0-or-later
#include "AutoconfigXml.h"

#include <QUrl>
#include <QXmlStreamReader>

#include <algorithm>
#include <array>
#include <optional>

namespace
{
constexpr size_t mostServers = 16;
constexpr qsizetype longestValue = 1024;

bool isSecureUrl(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    return url.isValid() && url.scheme() == QLatin1String("https") && !url.host().isEmpty() &&
           url.userInfo().isEmpty();
}

class AutoconfigReader
{
public:
    AutoconfigReader(const QByteArray &bytes, const MailAddress &address) : m_xml(bytes), m_address(address)
    {
    }

    Result<std::vector<ServerProposal>> read();

private:
    bool enterRoot();
    void readProvider();
    void readServer();
    void readOAuth();
    QString text() { return m_xml.readElementText(QXmlStreamReader::SkipChildElements).trimmed(); }
    QString filledIn(QString text) const;
    void noteHelp(const char *attribute);

    QXmlStreamReader m_xml;
    const MailAddress m_address;
    QString m_displayName, m_instruction, m_documentation;
    OAuthSettings m_oauth;
    std::vector<ServerProposal> m_servers;
};

// What one incomingServer says, word for word.
struct ServerWords {
    QString host, port, socketType, user;
    QStringList authentication;
};

std::optional<ServerSecurity> securityOf(const QString &socketType)
{
    if (socketType == QLatin1String("SSL"))
        return ServerSecurity::Tls;
    if (socketType == QLatin1String("STARTTLS"))
        return ServerSecurity::StartTls;
    if (socketType == QLatin1String("plain"))
        return ServerSecurity::None;
    return {};
}

// A password before the others, since it needs no more than what the user has typed.
std::optional<SignIn> signInOf(const QStringList &ways)
{
    static constexpr std::array<std::pair<QLatin1String, SignIn>, 7> known{{
        {QLatin1String("password-cleartext"), SignIn::Automatic},
        {QLatin1String("password-encrypted"), SignIn::Automatic},
        {QLatin1String("plain"), SignIn::Automatic},
        {QLatin1String("secure"), SignIn::Automatic},
        {QLatin1String("OAuth2"), SignIn::OAuth},
        {QLatin1String("GSSAPI"), SignIn::Gssapi},
        {QLatin1String("TLS-client-cert"), SignIn::External},
    }};
    for (const auto &[word, signIn] : known)
        if (ways.contains(word))
            return signIn;
    return ways.isEmpty() ? std::optional(SignIn::Automatic) : std::nullopt;
}

std::optional<ServerSettings> settingsOf(const ServerWords &words)
{
    ServerSettings server;
    server.host = networkName(words.host);
    server.port = words.port.toUShort();
    const auto security = securityOf(words.socketType);
    const auto signIn = signInOf(words.authentication);
    if (server.host.isEmpty() || server.port == 0 || !security || !signIn)
        return {};
    server.security = *security;
    server.signIn = *signIn;
    server.user = words.user;
    return server;
}

// A document type can only stand before the first element, and is not read any further.
bool AutoconfigReader::enterRoot()
{
    while (!m_xml.atEnd()) {
        const auto token = m_xml.readNext();
        if (token == QXmlStreamReader::DTD)
            return false;
        if (token == QXmlStreamReader::StartElement)
            return m_xml.name() == QLatin1String("clientConfig");
    }
    return false;
}

Result<std::vector<ServerProposal>> AutoconfigReader::read()
{
    if (!enterRoot())
        return failure(ErrorCode::ProtocolViolation, QStringLiteral("no clientConfig"));
    while (m_xml.readNextStartElement()) {
        if (m_xml.name() == QLatin1String("emailProvider"))
            readProvider();
        else if (m_xml.name() == QLatin1String("oAuth2"))
            readOAuth();
        else
            m_xml.skipCurrentElement();
    }
    if (m_xml.hasError())
        return failure(ErrorCode::ProtocolViolation, QStringLiteral("clientConfig: ") + m_xml.errorString());
    for (ServerProposal &proposal : m_servers) {
        proposal.displayName = m_displayName;
        proposal.help = m_instruction.isEmpty() ? m_documentation : m_instruction;
        if (proposal.server.signIn == SignIn::OAuth)
            proposal.server.oauth = m_oauth;
    }
    return std::move(m_servers);
}

void AutoconfigReader::readProvider()
{
    while (m_xml.readNextStartElement()) {
        const bool isPop3 = m_xml.attributes().value(QLatin1String("type")) == QLatin1String("pop3");
        if (m_xml.name() == QLatin1String("incomingServer") && isPop3 && m_servers.size() < mostServers) {
            readServer();
        } else if (m_xml.name() == QLatin1String("displayName")) {
            m_displayName = text().left(longestValue);
        } else {
            noteHelp(m_xml.name() == QLatin1String("enable") ? "visiturl" : "url");
            m_xml.skipCurrentElement();
        }
    }
}

void AutoconfigReader::noteHelp(const char *attribute)
{
    const QString url = m_xml.attributes().value(QLatin1String(attribute)).toString();
    if (!isSecureUrl(url))
        return;
    if (m_xml.name() == QLatin1String("enable"))
        m_instruction = url;
    else if (m_xml.name() == QLatin1String("documentation") && m_documentation.isEmpty())
        m_documentation = url;
}

void AutoconfigReader::readServer()
{
    ServerWords words;
    while (m_xml.readNextStartElement()) {
        const QString name = m_xml.name().toString();
        const QString value = text();
        if (value.size() > longestValue)
            continue;
        if (name == QLatin1String("hostname"))
            words.host = filledIn(value);
        else if (name == QLatin1String("port"))
            words.port = value;
        else if (name == QLatin1String("socketType"))
            words.socketType = value;
        else if (name == QLatin1String("username"))
            words.user = filledIn(value);
        else if (name == QLatin1String("authentication"))
            words.authentication.append(value);
    }
    if (words.user.isEmpty())
        words.user = m_address.whole;
    ServerProposal proposal;
    if (const auto server = settingsOf(words)) {
        proposal.server = *server;
        m_servers.push_back(proposal);
    }
}

void AutoconfigReader::readOAuth()
{
    while (m_xml.readNextStartElement()) {
        const QString name = m_xml.name().toString();
        const QString value = text();
        if (value.size() > longestValue)
            continue;
        if (name == QLatin1String("scope"))
            m_oauth.scope = value;
        else if (name == QLatin1String("authURL") && isSecureUrl(value))
            m_oauth.authorizationUrl = value;
        else if (name == QLatin1String("tokenURL") && isSecureUrl(value))
            m_oauth.tokenUrl = value;
    }
}

// Empty where it asks for what is not known.
QString AutoconfigReader::filledIn(QString text) const
{
    const std::array<std::pair<QLatin1String, QString>, 3> known{
        {{QLatin1String("%EMAILADDRESS%"), m_address.whole},
         {QLatin1String("%EMAILLOCALPART%"), m_address.local},
         {QLatin1String("%EMAILDOMAIN%"), m_address.domain}}};
    QString rest = text;
    for (const auto &[placeholder, value] : known)
        rest.remove(placeholder);
    const bool isPlain =
        std::all_of(rest.begin(), rest.end(), [](QChar c) { return c.isPrint() && c != u'%'; });
    if (!isPlain)
        return {};
    for (const auto &[placeholder, value] : known)
        text.replace(placeholder, value);
    return text;
}
} // namespace

Result<std::vector<ServerProposal>> readAutoconfig(const QByteArray &xml, const MailAddress &address)
{
    if (xml.size() > longestAutoconfig)
        return failure(ErrorCode::ProtocolViolation, QStringLiteral("clientConfig: too long"));
    return AutoconfigReader(xml, address).read();
}
