// SPDX-License-Identifier: GPL-3.0-or-later
#include "GsaslMechanism.h"

#include "ScramChallenge.h"

#include <gsasl.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace
{

constexpr std::array used = {"PLAIN",       "LOGIN",         "CRAM-MD5", "DIGEST-MD5",
                             "SCRAM-SHA-1", "SCRAM-SHA-256", "EXTERNAL", "GSSAPI"};

bool isUsed(const QByteArray &name)
{
    return std::find(used.begin(), used.end(), name) != used.end();
}

QString words(int code)
{
    return QString::fromUtf8(gsasl_strerror(code));
}

struct Property {
    Gsasl_property name;
    QString value;
};

// What the mechanism may tell the server. EXTERNAL says nothing of its own: the certificate tells who the
// user is.
std::vector<Property> propertiesOf(const QByteArray &name, const SaslCredentials &credentials)
{
    std::vector<Property> properties = {{GSASL_SERVICE, credentials.service},
                                        {GSASL_HOSTNAME, credentials.host},
                                        {GSASL_QOPS, QStringLiteral("qop-auth")},
                                        {GSASL_QOP, QStringLiteral("qop-auth")}};
    QString authorization = credentials.authorization;
    if (name == "GSSAPI" && authorization.isEmpty())
        authorization = credentials.user; // the ticket names a principal, this names the mailbox
    if (name == "EXTERNAL" || !authorization.isEmpty())
        properties.push_back({GSASL_AUTHZID, authorization});
    if (name != "EXTERNAL" && name != "GSSAPI") {
        properties.push_back({GSASL_AUTHID, credentials.user});
        properties.push_back({GSASL_PASSWORD, credentials.password});
    }
    return properties;
}

struct Step {
    int state = GSASL_OK;
    QByteArray response;
};

// The library reads even an empty challenge.
Step stepOf(Gsasl_session &session, const QByteArray &challenge)
{
    char *output = nullptr;
    size_t size = 0;
    const int state = gsasl_step(&session, challenge.constData(), size_t(challenge.size()), &output, &size);
    Step step{state, QByteArray(output, qsizetype(size))};
    gsasl_free(output);
    return step;
}

} // namespace

void GsaslMechanism::Finish::operator()(Gsasl *library) const
{
    gsasl_done(library);
}

void GsaslMechanism::Finish::operator()(Gsasl_session *session) const
{
    gsasl_finish(session);
}

bool GsaslMechanism::isSupported(const QByteArray &name)
{
    if (!isUsed(name))
        return false;
    Gsasl *library = nullptr;
    if (gsasl_init(&library) != GSASL_OK)
        return false;
    const std::unique_ptr<Gsasl, Finish> owner(library);
    return gsasl_client_support_p(library, name.constData()) != 0;
}

Result<GsaslMechanism> GsaslMechanism::start(const QByteArray &name, const SaslCredentials &credentials)
{
    GsaslMechanism mechanism;
    mechanism.m_name = name;
    mechanism.m_state = GSASL_NEEDS_MORE;
    mechanism.m_cancellation = credentials.cancellation;
    if (!isUsed(name))
        return failure(ErrorCode::Unsupported, mechanism.said(QStringLiteral("not used by Poplar")));
    Gsasl *library = nullptr;
    if (const int code = gsasl_init(&library); code != GSASL_OK)
        return failure(ErrorCode::Unsupported, words(code));
    mechanism.m_library.reset(library);
    Gsasl_session *session = nullptr;
    if (const int code = gsasl_client_start(library, name.constData(), &session); code != GSASL_OK)
        return failure(ErrorCode::Unsupported, mechanism.said(words(code)));
    mechanism.m_session.reset(session);
    for (const auto &[property, value] : propertiesOf(name, credentials))
        if (const int code = gsasl_property_set(session, property, value.toUtf8().constData());
            code != GSASL_OK)
            return failure(ErrorCode::Unsupported, mechanism.said(words(code)));
    return mechanism;
}

Result<std::optional<QByteArray>> GsaslMechanism::initialResponse()
{
    // The library would say the name at once; servers of the first hour want to ask for it.
    if (m_name == "LOGIN")
        return std::optional<QByteArray>();
    auto response = m_name == "GSSAPI" && m_cancellation ? firstStepBeside(*m_cancellation) : step({});
    if (!response) {
        // Before the server has said a word, the only thing that can be missing is the ticket.
        if (m_name == "GSSAPI" && response.error().code != ErrorCode::Cancelled)
            response.error().code = ErrorCode::TicketMissing;
        return tl::unexpected<Error>(std::move(response.error()));
    }
    // Nothing to say and not done yet: this mechanism answers a challenge.
    if (response->isEmpty() && m_state == GSASL_NEEDS_MORE)
        return std::optional<QByteArray>();
    return std::optional<QByteArray>(std::move(*response));
}

Result<QByteArray> GsaslMechanism::respond(QByteArrayView challenge)
{
    if (isComplete())
        return failure(ErrorCode::ProtocolViolation, said(QStringLiteral("a challenge after the end")));
    if (m_name.startsWith("SCRAM-")) {
        if (auto allowed = checkScramChallenge(challenge); !allowed) {
            allowed.error().detail = said(allowed.error().detail);
            m_state = GSASL_AUTHENTICATION_ERROR;
            return tl::unexpected<Error>(std::move(allowed.error()));
        }
    }
    return step(challenge);
}

bool GsaslMechanism::isComplete() const
{
    return m_state == GSASL_OK;
}

Result<QByteArray> GsaslMechanism::step(QByteArrayView challenge)
{
    if (m_state != GSASL_NEEDS_MORE)
        return failure(ErrorCode::ProtocolViolation, said(QStringLiteral("the exchange is over")));
    auto [state, response] = stepOf(*m_session, challenge.toByteArray());
    m_state = state;
    return judged(std::move(response));
}

// The library waits for the key distribution centre and knows no cancel, so that it is left to a thread that
// ends by itself.
Result<QByteArray> GsaslMechanism::firstStepBeside(Cancellation &cancellation)
{
    struct Work {
        std::unique_ptr<Gsasl, Finish> library;
        std::unique_ptr<Gsasl_session, Finish> session;
        std::mutex mutex;
        std::condition_variable changed;
        std::optional<Step> step;
    };
    const auto work = std::make_shared<Work>();
    work->library = std::move(m_library);
    work->session = std::move(m_session);
    m_state = GSASL_AUTHENTICATION_ERROR; // should it never come back
    std::thread([work] {
        auto step = stepOf(*work->session, {});
        const std::lock_guard lock(work->mutex);
        work->step = std::move(step);
        work->changed.notify_all();
    }).detach();

    const Cancellation::Listener listener(cancellation, [&work] {
        const std::lock_guard lock(work->mutex);
        work->changed.notify_all();
    });
    std::unique_lock lock(work->mutex);
    work->changed.wait(lock, [&] { return work->step || cancellation.isCancelled(); });
    if (!work->step)
        return failure(ErrorCode::Cancelled, said(QStringLiteral("waiting for a ticket")));
    m_library = std::move(work->library);
    m_session = std::move(work->session);
    m_state = work->step->state;
    return judged(std::move(work->step->response));
}

Result<QByteArray> GsaslMechanism::judged(QByteArray response)
{
    if (m_state == GSASL_OK || m_state == GSASL_NEEDS_MORE)
        return response;
    // SCRAM and DIGEST-MD5: a foreign nonce, or a wrong proof at the end.
    m_isImpostor = m_state == GSASL_AUTHENTICATION_ERROR;
    const bool unsayable = m_state == GSASL_SASLPREP_ERROR;
    return failure(unsayable ? ErrorCode::InvalidArgument : ErrorCode::ProtocolViolation,
                   said(words(m_state)));
}

QString GsaslMechanism::said(const QString &words) const
{
    return QStringLiteral("%1: %2").arg(QString::fromLatin1(m_name), words);
}
