// SPDX-License-Identifier: GPL-3.0-or-later
#include "SaslMechanism.h"

#include <gsasl.h>

namespace
{

QString words(int code)
{
    return QString::fromUtf8(gsasl_strerror(code));
}

} // namespace

class SaslMechanism::Private
{
public:
    Private() = default;
    Private(const Private &) = delete;
    Private &operator=(const Private &) = delete;
    ~Private()
    {
        if (session)
            gsasl_finish(session);
        if (library)
            gsasl_done(library);
    }

    Result<QByteArray> step(QByteArrayView challenge)
    {
        char *output = nullptr;
        size_t size = 0;
        state = gsasl_step(session, challenge.data(), size_t(challenge.size()), &output, &size);
        const QByteArray response(output, qsizetype(size));
        gsasl_free(output);
        if (state != GSASL_OK && state != GSASL_NEEDS_MORE)
            return failure(ErrorCode::AuthRejected,
                           QStringLiteral("%1: %2").arg(QString::fromLatin1(name), words(state)));
        return response;
    }

    QByteArray name;
    Gsasl *library = nullptr;
    Gsasl_session *session = nullptr;
    int state = GSASL_NEEDS_MORE;
};

SaslMechanism::SaslMechanism(std::unique_ptr<Private> mechanism) : d(std::move(mechanism)) {}
SaslMechanism::SaslMechanism(SaslMechanism &&) noexcept = default;
SaslMechanism &SaslMechanism::operator=(SaslMechanism &&) noexcept = default;
SaslMechanism::~SaslMechanism() = default;

Result<SaslMechanism> SaslMechanism::start(const QByteArray &name, const SaslCredentials &credentials)
{
    auto d = std::make_unique<Private>();
    d->name = name;
    if (const int code = gsasl_init(&d->library); code != GSASL_OK)
        return failure(ErrorCode::Unsupported, words(code));
    if (const int code = gsasl_client_start(d->library, name.constData(), &d->session); code != GSASL_OK)
        return failure(ErrorCode::Unsupported,
                       QStringLiteral("%1: %2").arg(QString::fromLatin1(name), words(code)));
    const std::pair<Gsasl_property, const QString &> properties[] = {
        {GSASL_AUTHID, credentials.user},           {GSASL_PASSWORD, credentials.password},
        {GSASL_AUTHZID, credentials.authorization}, {GSASL_SERVICE, credentials.service},
        {GSASL_HOSTNAME, credentials.host},
    };
    for (const auto &[property, value] : properties) {
        if (value.contains(QChar(0)))
            return failure(ErrorCode::InvalidArgument, QStringLiteral("a credential holds a NUL"));
        if (value.isEmpty() && property == GSASL_AUTHZID)
            continue;
        if (const int code = gsasl_property_set(d->session, property, value.toUtf8().constData());
            code != GSASL_OK)
            return failure(ErrorCode::Unsupported, words(code));
    }
    return SaslMechanism(std::move(d));
}

QByteArray SaslMechanism::name() const
{
    return d->name;
}

Result<std::optional<QByteArray>> SaslMechanism::initialResponse()
{
    TRY(auto response, d->step({}));
    // Nothing to say and not done yet: this mechanism answers a challenge.
    if (response.isEmpty() && d->state == GSASL_NEEDS_MORE)
        return std::optional<QByteArray>();
    return std::optional<QByteArray>(std::move(response));
}

Result<QByteArray> SaslMechanism::respond(QByteArrayView challenge)
{
    if (isComplete())
        return failure(ErrorCode::AuthRejected,
                       QStringLiteral("%1: a challenge after the end").arg(QString::fromLatin1(d->name)));
    return d->step(challenge);
}

bool SaslMechanism::isComplete() const
{
    return d->state == GSASL_OK;
}
