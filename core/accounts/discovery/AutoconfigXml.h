// SPDX-License-Identifier: GPL-3.0-or-later
//
// readAutoconfig() reads what a provider says of its servers in the form that Thunderbird has made common
// (clientConfig, version 1.1): the POP3 servers in it, with the address put in where it has a placeholder.
// Bounded in time and memory for any input; no document type, and so no entities. Pure.
#pragma once

#include "MailAddress.h"
#include "ServerProposal.h"

constexpr qint64 longestAutoconfig = 64 * 1024; // octets

// In the order of the document, with everything but source and toldBy. None is no error: the provider may
// have no POP3. ProtocolViolation for what is no such document.
Result<std::vector<ServerProposal>> readAutoconfig(const QByteArray &xml, const MailAddress &address);
