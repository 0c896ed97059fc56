// SPDX-License-Identifier: GPL-3.0-or-later
//
// OAuthClientBook keeps the clients that the user has registered himself, by AuthorizationServer::id, in
// oauth-clients.json of the profile, which is replaced atomically. No secret of the user's is in it: what a
// provider calls a client's secret stands in every copy of a program. One thread.
#pragma once

#include "OAuthClient.h"
#include "Result.h"

#include <QHash>

class OAuthClientBook
{
public:
    explicit OAuthClientBook(const QString &profileDirectory);

    // What makes no sense is left out; a file that cannot be read holds none.
    QHash<QString, OAuthClient> clients() const;
    // Without a client: takes the server's away. What else the file holds stays. InvalidArgument for an id
    // that could not go into an address; DiskFailed; Damaged, and nothing is written, where the file is not
    // what it should be.
    Result<void> set(const QString &server, const std::optional<OAuthClient> &client) const;

private:
    QString m_path;
};
