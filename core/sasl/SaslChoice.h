// SPDX-License-Identifier: GPL-3.0-or-later
//
// SaslChoice decides which mechanisms may be used, and in which order, when the user has chosen none. Pure.
#pragma once

#include <QByteArrayList>

struct SaslSituation {
    QByteArrayList offered; // by the server, in any case
    bool encrypted = false;
    bool hasPassword = true;
    bool hasClientCertificate = false; // the server has seen one of ours
};

// The mechanisms to try, best first: EXTERNAL, SCRAM-SHA-256, SCRAM-SHA-1, PLAIN, LOGIN, as far as they are
// offered, this libgsasl has them and the connection allows them. One that shows the password to whoever
// listens needs encryption, and is not tried in the clear after a better one has failed either (R97).
// CRAM-MD5 and DIGEST-MD5 rest on a broken hash, GSSAPI and access tokens on what only the user can arrange:
// these are taken only when the user has chosen them. NTLM never is (R98).
QByteArrayList automaticMechanisms(const SaslSituation &situation);

// For an access token, best first: OAUTHBEARER, XOAUTH2. A token is as good as a password to who reads it, so
// there is none without encryption.
QByteArrayList tokenMechanisms(const SaslSituation &situation);
