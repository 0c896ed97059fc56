// SPDX-License-Identifier: GPL-3.0-or-later
#include "SaslChoice.h"

#include "SaslMechanism.h"

#include <algorithm>

namespace
{

bool isOffered(const SaslSituation &situation, const char *name)
{
    return std::any_of(situation.offered.begin(), situation.offered.end(), [name](const QByteArray &offered) {
        return offered.compare(name, Qt::CaseInsensitive) == 0;
    });
}

} // namespace

QByteArrayList automaticMechanisms(const SaslSituation &situation)
{
    struct Mechanism {
        const char *name;
        bool isAllowed;
    };
    const Mechanism mechanisms[] = {
        {"EXTERNAL", situation.encrypted && situation.hasClientCertificate},
        {"SCRAM-SHA-256", situation.hasPassword},
        {"SCRAM-SHA-1", situation.hasPassword},
        {"PLAIN", situation.hasPassword && situation.encrypted},
        {"LOGIN", situation.hasPassword && situation.encrypted},
    };
    QByteArrayList result;
    for (const auto &[name, isAllowed] : mechanisms)
        if (isAllowed && isOffered(situation, name) && SaslMechanism::isSupported(name))
            result.append(name);
    return result;
}

QByteArrayList tokenMechanisms(const SaslSituation &situation)
{
    QByteArrayList result;
    for (const char *name : {"OAUTHBEARER", "XOAUTH2"})
        if (situation.encrypted && isOffered(situation, name))
            result.append(name);
    return result;
}
