// SPDX-License-Identifier: GPL-3.0-or-later
#include "MailReading.h"

#include "AccountProxy.h"
#include "Cancellation.h"
#include "Clock.h"
#include "FileContent.h"
#include "MailSession.h"
#include "MessagePieces.h"
#include "PictureLoad.h"
#include "PrivateFolder.h"
#include "SessionThreads.h"
#include "WebPage.h"

#include <QFile>

#include <algorithm>

MailReading::MailReading(const MailSession &session, SessionThreads &threads, SecretStore &secrets,
                         const Clock &clock, Cancellation &cancellation)
    : m_session(session), m_threads(threads), m_secrets(secrets), m_clock(clock), m_cancellation(cancellation)
{
}

MailReading::~MailReading() = default;

void MailReading::opened(std::function<void(Result<void>)> done)
{
    m_threads.longReader.post([now = m_clock.now()](StoreReader *) { (void)PrivateFolder::removeLeft(now); });
    readConsents(std::move(done));
}

void MailReading::readConsents(std::function<void(Result<void>)> done)
{
    m_threads.reader.request([](StoreReader &store) { return store.consents(); }, this,
                             [this, done = std::move(done)](Result<std::vector<ReadingConsent>> consents) {
                                 if (!consents)
                                     return done(std::move(consents.error()));
                                 m_consents = std::move(*consents);
                                 done({});
                             });
}

bool MailReading::isAllowed(const std::vector<ReadingConsent> &consents, const MessageBody &body)
{
    // Anybody can write anybody's name: where something speaks against it, the user is asked again.
    if (body.header.from.size() != 1 || body.trust.verdict == MessageTrust::Verdict::Warning)
        return false;
    const QString &sender = body.header.from.front().address;
    return std::any_of(consents.begin(), consents.end(),
                       [&](const ReadingConsent &consent) { return consent.covers(sender); });
}

void MailReading::changeConsents(std::function<Result<void>(MessageStore &)> change, QObject *context,
                                 Done<void> done)
{
    const QPointer<QObject> asker(context);
    m_threads.store.request(std::move(change), this,
                            [this, asker, done = std::move(done)](Result<void> changed) {
                                if (!changed) {
                                    if (asker)
                                        done(std::move(changed));
                                    return;
                                }
                                readConsents([this, asker, done](Result<void> read) {
                                    Q_EMIT consentsChanged();
                                    if (asker)
                                        done(std::move(read));
                                });
                            });
}

void MailReading::allowRemote(ReadingConsent::Kind kind, const QString &address, QObject *context,
                              Done<void> done)
{
    const ReadingConsent consent = ReadingConsent::of(kind, address, m_clock.now());
    changeConsents([consent](MessageStore &store) { return store.allow(consent); }, context, std::move(done));
}

void MailReading::revokeRemote(const ReadingConsent &consent, QObject *context, Done<void> done)
{
    changeConsents([consent](MessageStore &store) { return store.revoke(consent); }, context,
                   std::move(done));
}

void MailReading::textEncoding(MessageId message, QObject *context, Done<QByteArray> done)
{
    m_threads.reader.request([message](StoreReader &store) { return store.charset(message); }, context,
                             std::move(done));
}

void MailReading::setTextEncoding(MessageId message, const QByteArray &charset, QObject *context,
                                  Done<void> done)
{
    const QPointer<QObject> asker(context);
    m_threads.store.request([=](MessageStore &store) { return store.setCharset(message, charset); }, this,
                            [this, message, asker, done = std::move(done)](Result<void> set) {
                                if (set)
                                    Q_EMIT textEncodingChanged(message);
                                if (asker)
                                    done(std::move(set));
                            });
}

// Work for which a message is read, which ends when nobody waits for it any more.
template <class T>
void MailReading::request(std::function<Result<T>(StoreReader &, const IsWanted &)> work, QObject *context,
                          Done<T> done)
{
    const auto givenUp = std::make_shared<Cancellation>();
    const auto watch = connect(context, &QObject::destroyed, this, [givenUp] { givenUp->cancel(); });
    m_threads.longReader.request(
        [work = std::move(work), givenUp, &all = m_cancellation](StoreReader &store) -> Result<T> {
            const IsWanted isWanted = [&] { return !givenUp->isCancelled() && !all.isCancelled(); };
            if (!isWanted())
                return failure(ErrorCode::Cancelled);
            return work(store, isWanted);
        },
        context,
        [watch, done = std::move(done)](Result<T> result) {
            disconnect(watch);
            done(std::move(result));
        });
}

void MailReading::findPieces(MessageId message, const QString &part, QObject *context, Done<FoundPieces> done)
{
    request<FoundPieces>(
        [message, part](StoreReader &store, const IsWanted &isWanted) -> Result<FoundPieces> {
            TRY(const auto pieces, MessagePieces::find(store, message, part, isWanted));
            return pieces.found();
        },
        context, std::move(done));
}

std::unique_ptr<PictureLoad> MailReading::load(MessageId message, const QStringList &urls)
{
    auto load = m_pictures.load(urls);
    const QPointer<PictureLoad> waiting(load.get());
    m_threads.reader.request([message](StoreReader &store) { return store.summaries({message}); }, load.get(),
                             [this, waiting](Result<std::vector<MessageSummary>> found) {
                                 start(waiting, found && !found->empty() ? found->front().account : 0);
                             });
    return load;
}

void MailReading::start(const QPointer<PictureLoad> &load, AccountId account)
{
    const AccountProxy proxy = AccountProxy::of(m_session.accounts(), account);
    if (proxy.isNone())
        return load->start({});
    const auto read = [proxy, &secrets = m_secrets, &cancellation = m_cancellation] {
        return proxy.read(secrets, cancellation);
    };
    m_threads.accounts.run(read, load, [load](const Result<ProxyServer> &proxy) {
        if (proxy)
            load->start(*proxy);
        else
            load->giveUp();
    });
}

void MailReading::saveWebPage(MessageId message, const QString &path, QObject *context, Done<void> done)
{
    m_threads.longReader.request(
        [message, path](StoreReader &store) -> Result<void> {
            TRY(const auto summaries, store.summaries({message}));
            TRY(auto bytes, store.raw(message));
            RenderOptions options;
            TRY(options.charset, store.charset(message));
            const qint64 received = summaries.empty() ? 0 : summaries.front().received;
            const QByteArray page = makeWebPage(MimeMessage(std::move(bytes)).body(options, received));
            QFile file(path);
            const bool isOpen = file.open(QIODevice::WriteOnly | QIODevice::NewOnly,
                                          QFileDevice::ReadOwner | QFileDevice::WriteOwner);
            if (!isOpen || file.write(page) != page.size() || !file.flush())
                return failure(ErrorCode::DiskFailed, path + QLatin1String(": ") + file.errorString());
            return {};
        },
        context, std::move(done));
}

void MailReading::preview(MessageId message, const Attachment &file, QObject *context, Done<FilePreview> done)
{
    request<FilePreview>(
        [message, part = file.part, name = file.name](StoreReader &store,
                                                      const IsWanted &isWanted) -> Result<FilePreview> {
            TRY(const AttachedFile read, readPart(store, message, part, isWanted));
            return previewOf(read, name);
        },
        context, std::move(done));
}

void MailReading::handOut(MessageId message, const std::vector<Attachment> &files,
                          HandedFiles::Purpose purpose, QObject *context, Done<QStringList> done)
{
    request<QStringList>(
        [message, files, purpose, handed = m_handedOut](StoreReader &store,
                                                        const IsWanted &isWanted) -> Result<QStringList> {
            QStringList paths;
            for (const Attachment &file : files) {
                const auto read = [&]() -> Result<QByteArray> {
                    TRY(AttachedFile found, readPart(store, message, file.part, isWanted));
                    return std::move(found.bytes);
                };
                TRY(const QString path, handed->give(message, file.part, file.name, purpose, read));
                paths.append(path);
            }
            return paths;
        },
        context, std::move(done));
}
