// SPDX-License-Identifier: GPL-3.0-or-later
//
// The input: the name of a mechanism, then a challenge in each line. "@" in a challenge stands for the nonce
// that the client sent, without which none of SCRAM is read further.
#include "FuzzInput.h"
#include "SaslMechanism.h"

namespace
{
// SCRAM (RFC 5802 §5.1) sends "n,,n=user,r=NONCE"; what other mechanisms say first has no such part.
QByteArray nonceIn(const QByteArray &response)
{
    const qsizetype at = response.indexOf(",r=");
    return at < 0 ? QByteArray() : response.mid(at + 3);
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto lines = bytesOf(data, size).split('\n');
    SaslCredentials credentials;
    credentials.user = QStringLiteral("mia");
    credentials.password = QStringLiteral("s3cret word");
    credentials.host = QStringLiteral("pop.example.org");
    if (lines.first().startsWith("GSSAPI") ||
        lines.first().startsWith("GS2")) // asks the system, not the input
        return 0;
    auto mechanism = SaslMechanism::start(lines.first(), credentials);
    if (!mechanism)
        return 0;
    const auto initial = mechanism->initialResponse();
    if (!initial)
        return 0;
    const QByteArray nonce = initial->has_value() ? nonceIn(**initial) : QByteArray();
    for (const QByteArray &line : lines.sliced(1)) {
        QByteArray challenge = line;
        if (!mechanism->respond(challenge.replace('@', nonce)))
            break;
    }
    // Nobody can forge the proof that the server knows the password (R96).
    require(!lines.first().startsWith("SCRAM") || !mechanism->isComplete());
    return 0;
}
