// SPDX-License-Identifier: GPL-3.0-or-later
//
// Account is one mailbox on a server: where it is, how to sign in, what happens with the mail there. Values
// without secrets; passwords live in a SecretStore under Account::uuid.
#pragma once

#include <QString>

enum class ServerSecurity { Tls, StartTls, None };
enum class SignIn { Automatic, SaslPlain, UserPass };

struct ServerSettings {
    QString host;
    quint16 port = 995;
    ServerSecurity security = ServerSecurity::Tls;
    QString user;
    SignIn signIn = SignIn::Automatic;
    QString caFile; // PEM with additional authorities for this server; empty: the system's

    bool operator==(const ServerSettings &) const = default;
};

// What happens on the server with a message that is safely stored here.
struct RetentionPolicy {
    enum class Mode { Keep, KeepDays, Delete };
    Mode mode = Mode::Keep;
    int days = 30; // KeepDays: days since Poplar first saw the message

    bool operator==(const RetentionPolicy &) const = default;
};

struct Account {
    quint32 id = 0; // AccountId of core/mail; 0: not saved yet
    QString uuid;   // the key of its secret; stays when the account is renamed
    QString name;   // what the user calls it; unique in the profile
    QString email;
    ServerSettings server;
    RetentionPolicy retention;
    int checkMinutes = 10; // 0: only when asked
    bool enabled = true;

    bool operator==(const Account &) const = default;
};
