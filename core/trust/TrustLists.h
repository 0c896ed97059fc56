// SPDX-License-Identifier: GPL-3.0-or-later
//
// TrustLists are the two lists that a judgement looks things up in, read once from lists/: domains of one
// mail provider, and brands in whose name deceivers like to write. Any thread.
#pragma once

#include <QString>
#include <QStringList>

#include <vector>

struct AuthenticatingProvider {
    QStringList domains;      // registrable, in punycode
    bool writesBelow = false; // its results stand below its Received field, and it removes forged ones
};

struct Brand {
    QString label;             // "paypal"
    QStringList domains;       // that are its own
    bool isCommonWord = false; // "apple": says nothing as a part of a longer name
};

const std::vector<AuthenticatingProvider> &authenticatingProviders();
const std::vector<Brand> &brands();
// The provider that has this host, or null; the brand whose own it is.
const AuthenticatingProvider *providerOf(const QString &host);
const Brand *brandOf(const QString &host);
