// SPDX-License-Identifier: GPL-3.0-or-later
#include "AuthenticationResults.h"
#include "FuzzInput.h"
#include "ProviderResults.h"

#include "HeaderBlock.h"
#include "RegistrableDomain.h"

// Each result has a method and a value in lower case, properties have their type; and whatever a sender
// writes below the provider's Received field is not believed.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray value = bytesOf(data, size);
    const AuthenticationResults field = AuthenticationResults::parse(value);
    require(field.server == field.server.toLower());
    require(qsizetype(field.results.size()) <= AuthenticationResults::maxResults);
    for (const AuthenticationResults::Result &result : field.results) {
        require(!result.method.isEmpty() && result.method == result.method.toLower());
        require(result.value == result.value.toLower());
        for (const auto &[name, content] : result.properties) {
            require(name.contains('.') && name == name.toLower());
            require(content.size() <= value.size());
            require(result.property(name).size() <= value.size());
        }
    }

    QByteArray line = value;
    line.replace('\r', ' ').replace('\n', ' ').replace('\0', ' ');
    const QByteArray received = "Received: from a (a [192.0.2.7]) by mx.example.org; "
                                "Sat, 21 Nov 2026 10:00:00 +0000\r\n";
    const TrustContext anna{QStringLiteral("anna@example.org"), QStringLiteral("pop.example.org"), {}};
    const QByteArray forged =
        received + "Authentication-Results: " + line + "\r\nFrom: x@evil.example\r\n\r\n";
    require(ProviderResults(HeaderBlock(forged), anna).isEmpty());
    const QByteArray own = "Authentication-Results: " + line + "\r\n" + received + "\r\n";
    const ProviderResults believed(HeaderBlock(own), anna);
    const QString server = QString::fromLatin1(AuthenticationResults::parse(line).server);
    require(believed.isEmpty() || registrableDomain(server) == QStringLiteral("example.org"));
    return 0;
}
