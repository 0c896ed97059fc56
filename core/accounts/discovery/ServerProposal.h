// SPDX-License-Identifier: GPL-3.0-or-later
//
// What looking for an address's server finds: DiscoveryStep is one way of looking, as the user sees it run,
// ServerProposal a server that one of them named. Values; they cross threads.
#pragma once

#include "Account.h"
#include "Error.h"

#include <optional>

// In the order of trust: what the provider says of itself, over a secure way, comes before what is guessed.
enum class DiscoverySource {
    ProviderTable, // offline
    Autoconfig,    // https://autoconfig.DOMAIN or https://DOMAIN/.well-known, by which the provider answers
    Service,       // SRV of _pop3s._tcp and _pop3._tcp (RFC 6186)
    Exchanger,     // the provider whose mail exchangers the domain has
    Ispdb,         // a third party's list; only where the user allowed it
    Probe,         // a server answered at a usual name
};

struct DiscoveryStep {
    // Withheld: it would have gone past the proxy.
    enum class State { Waiting, Running, Found, Nothing, Failed, Skipped, Withheld, Cancelled };
    DiscoverySource source = DiscoverySource::ProviderTable;
    State state = State::Waiting;
    QString place;              // whom it asks: "autoconfig.example.org"; of a find, who said it
    std::optional<Error> error; // of Failed; none where nobody answered

    bool operator==(const DiscoveryStep &) const = default;
};

struct ServerProposal {
    DiscoverySource source = DiscoverySource::ProviderTable;
    QString toldBy;        // "gmx.net"
    ServerSettings server; // host, port, security, user, signIn; caFile and proxy of the environment
    QString providerId;    // of MailProvider; empty: none that is known
    QString displayName;   // what the provider calls itself; empty
    QString help;          // https; empty
    // The server is outside the address's domain and nothing that is signed or known says that it belongs
    // there (RFC 6186 §6): the user is asked before a password goes there.
    bool needsConsent = false;

    bool operator==(const ServerProposal &) const = default;
};
