// SPDX-License-Identifier: GPL-3.0-or-later
//
// RegistrableDomain answers whose a host is, by the Public Suffix List: mail.example.co.uk belongs to
// example.co.uk. Hosts go in in either form, as Unicode or as punycode; what comes out is punycode in lower
// case. An address is its own owner. Any thread.
#pragma once

#include <QString>

// Lower case, punycode, without a dot at the end; empty where `host` cannot be a host.
QString asciiHost(const QString &host);
// As a reader would write it.
QString unicodeHost(const QString &host);
// What somebody registered: the public suffix and one label. The host itself where there is no such thing.
QString registrableDomain(const QString &host);
// True for example.org and mail.example.org; never for two customers of one public suffix.
bool haveSameOwner(const QString &host, const QString &other);
// True where the host ends in a suffix that the list names: a word with dots may be meant as a host.
bool hasKnownSuffix(const QString &host);
// What follows the last "@", as asciiHost(); empty where there is none.
QString domainOf(const QString &address);
