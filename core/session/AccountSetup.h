// SPDX-License-Identifier: GPL-3.0-or-later
//
// AccountSetup is how an account comes to be: it finds the server of an address, gets a permission of the
// provider's through the browser, and moves settings between profiles. It belongs to a MailSession, lives in
// the GUI thread and never blocks.
#pragma once

#include "OAuthClient.h"
#include "Result.h"
#include "ServerProposal.h"

#include <QObject>
#include <QUrl>

#include <functional>
#include <memory>
#include <vector>

class MailSession;

struct DiscoveryWish {
    QString email;
    bool mayAskIspdb = false; // tells a third party the domain
};

// A question to the provider that the user answers in his browser.
struct BrowserSignIn {
    OAuthSettings settings; // with authorizationUrl
    QString email;          // the provider's page is filled in with it; empty
    ProxySettings proxy = {};
    QString proxyPassword = {};
};

class AccountSetup : public QObject
{
    Q_OBJECT
public:
    template <class T> using Done = std::function<void(Result<T>)>;

    explicit AccountSetup(MailSession &session);
    ~AccountSetup() override; // ends what runs

    // Looks in all ways at the same time, for ten seconds at most, and answers with what was found, the best
    // first; nothing found is an empty answer. `step` is called for each way as it begins and ends. One at a
    // time. No password is known to it. InvalidArgument for what is no address.
    void discover(const DiscoveryWish &wish, QObject *context,
                  std::function<void(const DiscoveryStep &)> step, Done<std::vector<ServerProposal>> done);
    // Ends it with what was found until then.
    void cancelDiscovery();

    // Opens a listener on the loopback interface, has `open` show the provider's page, and answers with the
    // refresh token (RFC 6749 §4.1, RFC 7636, RFC 8252). One at a time; five minutes at most.
    void signInByBrowser(const BrowserSignIn &question, QObject *context,
                         std::function<void(const QUrl &)> open, Done<QString> done);
    void cancelSignIn();
    // Takes the permission back at the provider (RFC 7009), where it can be.
    void revoke(const OAuthSettings &settings, const QString &refreshToken, QObject *context,
                Done<void> done);

    // The client for an AuthorizationServer, by its id: the user's own before the built-in one.
    std::optional<OAuthClient> client(const QString &server) const;
    void setClient(const QString &server, const std::optional<OAuthClient> &client, QObject *context,
                   Done<void> done);

private:
    class Private;
    std::unique_ptr<Private> d;
};
