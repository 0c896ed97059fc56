// SPDX-License-Identifier: GPL-3.0-or-later
#include "SaslMechanism.h"

#include "GsaslMechanism.h"
#include "OAuthMechanism.h"

#include <variant>

class SaslMechanism::Private
{
public:
    QByteArray name;
    std::variant<GsaslMechanism, OAuthMechanism> mechanism;
};

SaslMechanism::SaslMechanism(std::unique_ptr<Private> mechanism) : d(std::move(mechanism)) {}
SaslMechanism::SaslMechanism(SaslMechanism &&) noexcept = default;
SaslMechanism &SaslMechanism::operator=(SaslMechanism &&) noexcept = default;
SaslMechanism::~SaslMechanism() = default;

Result<SaslMechanism> SaslMechanism::start(const QByteArray &name, const SaslCredentials &credentials)
{
    for (const QString *text : {&credentials.user, &credentials.password, &credentials.authorization,
                                &credentials.service, &credentials.host, &credentials.accessToken})
        if (text->contains(QChar(0)))
            return failure(ErrorCode::InvalidArgument, QStringLiteral("a credential holds a NUL"));
    if (OAuthMechanism::isKnown(name)) {
        TRY(auto mechanism, OAuthMechanism::start(name, credentials));
        return SaslMechanism(std::unique_ptr<Private>(new Private{name, std::move(mechanism)}));
    }
    TRY(auto mechanism, GsaslMechanism::start(name, credentials));
    return SaslMechanism(std::unique_ptr<Private>(new Private{name, std::move(mechanism)}));
}

bool SaslMechanism::isSupported(const QByteArray &name)
{
    return OAuthMechanism::isKnown(name) || GsaslMechanism::isSupported(name);
}

QByteArray SaslMechanism::name() const
{
    return d->name;
}

Result<std::optional<QByteArray>> SaslMechanism::initialResponse()
{
    return std::visit([](auto &mechanism) { return mechanism.initialResponse(); }, d->mechanism);
}

Result<QByteArray> SaslMechanism::respond(QByteArrayView challenge)
{
    return std::visit([challenge](auto &mechanism) { return mechanism.respond(challenge); }, d->mechanism);
}

bool SaslMechanism::isComplete() const
{
    return std::visit([](const auto &mechanism) { return mechanism.isComplete(); }, d->mechanism);
}

bool SaslMechanism::isImpostor() const
{
    const auto *mechanism = std::get_if<GsaslMechanism>(&d->mechanism);
    return mechanism && mechanism->isImpostor();
}

std::optional<QString> SaslMechanism::tokenRefusal() const
{
    const auto *mechanism = std::get_if<OAuthMechanism>(&d->mechanism);
    return mechanism ? mechanism->refusal() : std::nullopt;
}
