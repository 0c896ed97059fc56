// SPDX-License-Identifier: GPL-3.0-or-later
//
// DnsResolver asks the name servers for what is more than an address: where a domain's services are (SRV, RFC
// 2782) and who takes its mail in (MX). A function, so that tests can answer for it. Blocks: for worker
// threads; a cancel ends the wait at once.
#pragma once

#include "Cancellation.h"
#include "Result.h"

#include <chrono>
#include <functional>
#include <vector>

struct DnsQuestion {
    enum class Kind { Service, MailExchange };
    Kind kind = Kind::Service;
    QString name;

    bool operator==(const DnsQuestion &) const = default;
};

struct DnsRecord {
    QString host;           // empty: the domain says that it has no such service
    quint16 port = 0;       // of a service
    quint16 preference = 0; // the lowest first; of a service its priority

    bool operator==(const DnsRecord &) const = default;
};

// In the order in which they are to be used. No records is no error. ConnectionLost: no name server knows;
// Timeout; Cancelled.
using DnsResolver = std::function<Result<std::vector<DnsRecord>>(
    const DnsQuestion &question, std::chrono::milliseconds patience, Cancellation &cancellation)>;

// By the name servers that the system uses.
DnsResolver systemResolver();
