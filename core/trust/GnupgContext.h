// SPDX-License-Identifier: GPL-3.0-or-later
//
// GnupgContext is one of GMime's crypto contexts and what it says of one signature. It blocks until GnuPG has
// answered. One object belongs to one thread.
#pragma once

#include "SignedParts.h"

#include <memory>

class SmimeHome;
using GMimeCryptoContext = struct _GMimeCryptoContext;

class GnupgContext
{
public:
    explicit GnupgContext(MessageSignature::Kind kind);
    ~GnupgContext();
    GnupgContext(const GnupgContext &) = delete;
    GnupgContext &operator=(const GnupgContext &) = delete;

    // False where GMime was built without GPGME, or gpgsm could not be kept from asking the network.
    bool isValid() const { return m_context != nullptr; }
    MessageSignature check(const SignedPart &part);

private:
    std::unique_ptr<SmimeHome> m_home; // of gpgsm
    GMimeCryptoContext *m_context = nullptr;
};
