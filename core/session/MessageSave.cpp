// SPDX-License-Identifier: GPL-3.0-or-later
#include "MessageSave.h"

#include "AccountSecrets.h"

#include <QFile>

namespace
{
class FileSink final : public Pop3BodySink
{
public:
    explicit FileSink(QFile &file) : m_file(file) {}

    Result<void> begin(int) override { return {}; }
    Result<void> append(QByteArrayView bytes) override
    {
        if (m_file.write(bytes.data(), bytes.size()) != bytes.size())
            return failure(ErrorCode::DiskFailed,
                           m_file.fileName() + QLatin1String(": ") + m_file.errorString());
        return {};
    }
    Result<void> end(int) override
    {
        isComplete = true;
        return {};
    }
    Result<void> refused(int, const Error &error) override
    {
        refusal = error;
        return {};
    }

    bool isComplete = false;
    std::optional<Error> refusal;

private:
    QFile &m_file;
};

// The how-manieth with this unique-id it is; where fewer are left, the last of them.
std::optional<Pop3Listing::Entry> find(const Pop3Listing &listing, const ServerMessageKey &message)
{
    std::optional<Pop3Listing::Entry> found;
    int occurrence = 0;
    for (const Pop3Listing::Entry &entry : listing.entries)
        if (!entry.uidl.isEmpty() && entry.uidl == message.uidl && occurrence++ <= message.occurrence)
            found = entry;
    return found;
}

Error fileError(const QFile &file)
{
    return {ErrorCode::DiskFailed, file.fileName() + QLatin1String(": ") + file.errorString(), {}, {}, {}};
}
} // namespace

MessageSave::MessageSave(const Account &account, SignInSecrets given, SecretStore &secrets,
                         OAuthTokens &tokens, const ServerMessageKey &message, const QString &path)
    : m_account(account), m_given(std::move(given)), m_secrets(secrets), m_tokens(tokens), m_message(message),
      m_path(path)
{
    setObjectName(QStringLiteral("message save"));
}

MessageSave::~MessageSave()
{
    cancel();
    wait();
}

void MessageSave::run()
{
    const auto length = save();
    Q_EMIT saved(length, m_loginDelay);
}

Result<qint64> MessageSave::save()
{
    TRY(const SignInSecrets secrets, accountSecrets(m_account, m_given, m_secrets, m_tokens, m_cancellation));
    TRY(auto mailbox, signIn(m_account.server, secrets, connectBySocket(), m_cancellation));
    m_loginDelay = mailbox.capabilities().loginDelay.value_or(0);
    TRY(const Pop3Listing listing, mailbox.listing());
    const auto entry = find(listing, m_message);
    if (!entry)
        return failure(ErrorCode::NotFound, QStringLiteral("not on the server any more"));

    QFile file(m_path + QStringLiteral(".partial"));
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        return fileError(file);
    FileSink sink(file);
    const auto retrieved = mailbox.retr({*entry}, sink);
    const qint64 length = file.size();
    file.close();
    if (sink.refusal) {
        (void)file.remove(); // nothing came
        return *sink.refusal;
    }
    if (!retrieved)
        return retrieved.error();
    if (!sink.isComplete)
        return failure(ErrorCode::ConnectionLost);
    (void)std::move(mailbox).quit(); // the message is here, whatever the server says to that
    if (QFile::exists(m_path) && !QFile::remove(m_path))
        return failure(ErrorCode::DiskFailed, m_path);
    if (!file.rename(m_path))
        return fileError(file);
    return length;
}
