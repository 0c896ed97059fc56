// SPDX-License-Identifier: GPL-3.0-or-later
//
// Account is one mailbox on a server: where it is, how to sign in, what happens with the mail there. Values
// without secrets; passwords live in a SecretStore under Account::uuid.
#pragma once

#include "CertificateFault.h"

#include <QByteArray>
#include <QDate>
#include <QString>

#include <optional>
#include <vector>

enum class ServerSecurity { Tls, StartTls, None };

// How to prove who the user is. Automatic takes the strongest that the server offers and that does not depend
// on weak cryptography (R97, R98); any other choice is taken alone, and nothing weaker is tried after it.
enum class SignIn {
    Automatic,
    SaslPlain,
    UserPass,
    Login,
    CramMd5,
    DigestMd5,
    Apop,
    ScramSha1,
    ScramSha256,
    Gssapi,
    External, // by the client certificate alone
    OAuth,    // OAUTHBEARER, or XOAUTH2 where that is what the server has
};

// A certificate that the user accepted for one host and port although it does not verify (R78), and what was
// wrong with it then: where more is, he is asked anew.
struct AcceptedCertificate {
    QString host;
    quint16 port = 0;
    QByteArray sha256;             // of the leaf's DER
    CertificateFaults faults = {}; // empty: not told, so whatever it is

    bool operator==(const AcceptedCertificate &) const = default;
};

struct ProxySettings {
    enum class Kind { None, Socks5, Http };
    Kind kind = Kind::None;
    QString host;
    quint16 port = 0;
    QString user; // its password is the secret proxySecret(); empty: none is needed

    bool operator==(const ProxySettings &) const = default;
};

// Where access tokens come from (RFC 6749 §6). The refresh token is the account's secret.
struct OAuthSettings {
    QString tokenUrl;              // https, or http on a loopback address
    QString authorizationUrl = {}; // where the user gives his permission in a browser; empty: not known
    QString revocationUrl = {};    // where it is taken back (RFC 7009); empty: nowhere
    QString clientId;
    QString clientSecret; // of a public client: no secret in truth, some providers ask for one all the same
    QString scope;

    bool operator==(const OAuthSettings &) const = default;
};

struct ServerSettings {
    QString host;
    quint16 port = 995;
    ServerSecurity security = ServerSecurity::Tls;
    QString user;
    SignIn signIn = SignIn::Automatic;
    QString caFile; // PEM with additional authorities for this server; empty: the system's
    std::optional<AcceptedCertificate> accepted = {};
    QString clientCertificate = {}; // PEM or PKCS #12 file with certificate and key; empty: none (R79)
    ProxySettings proxy = {};
    OAuthSettings oauth = {};

    bool operator==(const ServerSettings &) const = default;
};

// What happens on the server with a message that is safely stored here. A message is let go when one of the
// rules says so and nothing holds it: a star under `keepStarred`, or the user's word on that message. Without
// a rule everything stays for ever.
struct RetentionPolicy {
    bool afterDownload = false;         // as soon as it is safely here
    std::optional<int> hours;           // so long since Poplar first saw it (R31); a day is 24 hours
    std::optional<int> newest;          // all but so many of the newest
    std::optional<int> newestMegabytes; // all but the newest that fit into so many times 10^6 octets
    bool whenInTrash = false;           // deleted here
    bool whenArchived = false;          // moved to Archive here
    bool whenRemoved = false;           // removed here for good
    bool keepStarred = true;

    bool letsNothingGo() const
    {
        return !afterDownload && !hours && !newest && !newestMegabytes && !whenInTrash && !whenArchived &&
               !whenRemoved;
    }
    bool operator==(const RetentionPolicy &) const = default;
};

// How much of a message is fetched at once. The rest comes when the user asks for it.
struct DownloadPolicy {
    bool headersOnly = false;
    qint64 sizeLimit = 0; // octets by LIST; of a longer message only the beginning; 0: no limit
    int lines = 40;       // of the body, for the beginning (TOP)

    bool operator==(const DownloadPolicy &) const = default;
};

// When an account is checked by itself.
struct CheckSchedule {
    int minutes = 10; // 0: only when asked
    bool atStart = true;
    bool withAll = true; // also when all accounts are checked at once
    // Of the local day, in minutes since midnight: nothing is checked by itself in between. Both the same:
    // no such time; `from` after `until`: over midnight.
    int quietFrom = 0;
    int quietUntil = 0;

    bool operator==(const CheckSchedule &) const = default;
};

// What is looked at in a message's header before it is fetched. The first rule that fits decides.
struct ReceiveRule {
    enum class Field { From, To, Subject, Header, Larger, Before };
    enum class Action { DoNotReceive, OnlyHeader, Receive };
    Field field = Field::From;
    QString header;    // the field's name, of Field::Header
    QString text;      // that it contains, in any case of letters
    qint64 octets = 0; // of Field::Larger
    Action action = Action::DoNotReceive;
    QDate before = {}; // of Field::Before: sent, and received by a server, before that day (UTC) began

    bool operator==(const ReceiveRule &) const = default;
};

struct Account {
    quint32 id = 0; // AccountId of core/mail; 0: not saved yet
    QString uuid;   // the key of its secret; stays when the account is renamed
    QString name;   // what the user calls it; unique in the profile
    QString email;
    ServerSettings server;
    RetentionPolicy retention;
    // Under which mail was last deleted, or none would have been: a changed policy that would delete much
    // more asks first.
    RetentionPolicy confirmedRetention;
    DownloadPolicy download;
    CheckSchedule schedule;
    std::vector<ReceiveRule> receiveRules;
    quint32 targetFolder = 0; // of core/mail, where its new mail goes; 0: its own inbox
    QString colour;           // "#rrggbb", to tell it from others; empty: none
    qint64 quota = 0; // octets that the mailbox on the server may hold, by the user's word; 0: not told
    bool enabled = true;

    bool operator==(const Account &) const = default;
};
