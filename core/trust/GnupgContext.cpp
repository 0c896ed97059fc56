// SPDX-License-Identifier: GPL-3.0-or-later
#include "GnupgContext.h"

#include "CmsContent.h"
#include "GMimeLibrary.h"
#include "SmimeHome.h"

#include <gmime/gmime.h>

#include <mutex>

#ifdef Q_OS_UNIX
#include <dlfcn.h>
#endif

namespace
{

using State = MessageSignature::State;

constexpr qsizetype maxSigner = 500; // characters

struct Unref {
    void operator()(void *object) const { g_object_unref(object); }
};
using Stream = std::unique_ptr<GMimeStream, Unref>;

Stream streamOf(const QByteArray &bytes)
{
    return Stream(g_mime_stream_mem_new_with_buffer(bytes.constData(), size_t(bytes.size())));
}

// From best to worst: of several signatures on one text the worst one counts.
int badness(State state)
{
    switch (state) {
    case State::Verified:
        return 0;
    case State::Unconfirmed:
        return 1;
    case State::Expired:
        return 2;
    case State::UnknownKey:
        return 3;
    case State::NotChecked:
        return 4;
    case State::Broken:
        return 5;
    }
    return 5;
}

State stateOf(GMimeSignature *signature)
{
    const int status = g_mime_signature_get_status(signature);
    GMimeCertificate *certificate = g_mime_signature_get_certificate(signature);
    if (status & GMIME_SIGNATURE_STATUS_KEY_MISSING)
        return State::UnknownKey;
    if (status & GMIME_SIGNATURE_STATUS_RED) {
        // Red is also a key that the user said not to believe; the text itself is as it was signed then.
        const bool isDistrusted =
            certificate && g_mime_certificate_get_id_validity(certificate) == GMIME_VALIDITY_NEVER;
        return isDistrusted ? State::Unconfirmed : State::Broken;
    }
    constexpr int over = GMIME_SIGNATURE_STATUS_KEY_REVOKED | GMIME_SIGNATURE_STATUS_KEY_EXPIRED |
                         GMIME_SIGNATURE_STATUS_SIG_EXPIRED;
    if (status & over)
        return State::Expired;
    if (status & (GMIME_SIGNATURE_STATUS_SYS_ERROR | GMIME_SIGNATURE_STATUS_BAD_POLICY))
        return State::NotChecked;
    const int good = GMIME_SIGNATURE_STATUS_GREEN | GMIME_SIGNATURE_STATUS_VALID;
    return (status & good) && !(status & ~good) ? State::Verified : State::Unconfirmed;
}

QString textOf(const char *text)
{
    return QString::fromUtf8(text ? text : "").left(maxSigner);
}

// The address that the key has, in a certificate within angle brackets; else the name.
QString signerOf(GMimeCertificate *certificate)
{
    QString address = textOf(g_mime_certificate_get_email(certificate));
    if (address.startsWith(QLatin1Char('<')) && address.endsWith(QLatin1Char('>')))
        address = address.mid(1, address.size() - 2);
    if (!address.isEmpty())
        return address;
    const QString name = textOf(g_mime_certificate_get_name(certificate));
    return name.isEmpty() ? textOf(g_mime_certificate_get_user_id(certificate)) : name;
}

void take(MessageSignature &result, GMimeSignatureList *list)
{
    const int count = g_mime_signature_list_length(list);
    for (int i = 0; i < count; ++i) {
        GMimeSignature *signature = g_mime_signature_list_get_signature(list, i);
        const State state = stateOf(signature);
        if (i > 0 && badness(state) <= badness(result.state))
            continue;
        result.state = state;
        result.signer.clear();
        if (GMimeCertificate *certificate = g_mime_signature_get_certificate(signature)) {
            result.signer = signerOf(certificate);
            result.keyId = textOf(g_mime_certificate_get_fingerprint(certificate)).right(16);
        }
    }
}

// GMime has no way to say where gpgsm is to work; GPGME, which it is linked with, has. Null where there is
// none: S/MIME is not checked then.
GMimeCryptoContext *smimeContext(const SmimeHome &home)
{
#ifdef Q_OS_UNIX
    using SetEngine = unsigned int (*)(int protocol, const char *program, const char *home);
    constexpr int cms = 1; // GPGME_PROTOCOL_CMS
    const auto setEngine = reinterpret_cast<SetEngine>(dlsym(RTLD_DEFAULT, "gpgme_set_engine_info"));
    if (!home.isValid() || !setEngine)
        return nullptr;
    // It holds for every context that is made from then on.
    static std::mutex mutex;
    const std::lock_guard lock(mutex);
    return setEngine(cms, nullptr, home.path().constData()) == 0 ? g_mime_pkcs7_context_new() : nullptr;
#else
    Q_UNUSED(home)
    return nullptr;
#endif
}

} // namespace

GnupgContext::GnupgContext(MessageSignature::Kind kind)
{
    startGMime();
    if (kind == MessageSignature::Kind::OpenPgp) {
        m_context = g_mime_gpg_context_new();
        return;
    }
    m_home = std::make_unique<SmimeHome>();
    m_context = smimeContext(*m_home);
}

GnupgContext::~GnupgContext()
{
    if (m_context)
        g_object_unref(m_context);
}

MessageSignature GnupgContext::check(const SignedPart &part)
{
    MessageSignature result = part.signature;
    if (!m_context || part.proof.isEmpty())
        return result;
    const bool isDetached = !part.content.isEmpty();
    const Stream content = streamOf(isDetached ? part.content : part.proof);
    const Stream proof = isDetached ? streamOf(part.proof) : nullptr;
    const Stream output(isDetached ? nullptr : g_mime_stream_mem_new());
    GError *error = nullptr;
    // No flag: GnuPG is told to be offline.
    GMimeSignatureList *list = g_mime_crypto_context_verify(m_context, GMIME_VERIFY_NONE, content.get(),
                                                            proof.get(), output.get(), &error);
    g_clear_error(&error);
    if (!list)
        return result;
    take(result, list);
    g_object_unref(list);
    if (output && part.signature.kind == MessageSignature::Kind::Smime) {
        // What was verified has to be what the reader takes out by itself and shows.
        const GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(output.get()));
        const QByteArrayView verified(reinterpret_cast<const char *>(bytes->data), qsizetype(bytes->len));
        if (verified != readCms(part.proof).content)
            result.coversAll = false;
    }
    return result;
}
