// SPDX-License-Identifier: GPL-3.0-or-later
#include "SaslChoice.h"

#include <algorithm>

namespace
{

struct Mechanism {
    const char *name;
    bool needsEncryption;
};

// Strongest first.
constexpr Mechanism mechanisms[] = {
    {"PLAIN", true},
};

} // namespace

QByteArray chooseSaslMechanism(const QByteArrayList &offered, bool encrypted)
{
    for (const auto &mechanism : mechanisms) {
        if (mechanism.needsEncryption && !encrypted)
            continue;
        if (std::any_of(offered.begin(), offered.end(), [&](const QByteArray &name) {
                return name.compare(mechanism.name, Qt::CaseInsensitive) == 0;
            }))
            return mechanism.name;
    }
    return {};
}
