// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pop3Mailbox.h"

#include "Pop3ListingBuilder.h"
#include "Pop3Wire.h"

#include <algorithm>

namespace
{

constexpr qint64 maxListingBytes = 128 * 1024 * 1024;

QByteArray withNumber(const char *command, int number)
{
    return QByteArray(command) + ' ' + QByteArray::number(number);
}

// The digits that `word` consists of.
std::optional<qint64> digits(const QString &word)
{
    bool ok = false;
    const qint64 value = word.toLongLong(&ok);
    return ok && word.front().isDigit() ? std::optional(value) : std::nullopt;
}

Result<void> plainAnswer(const Pop3Reply &reply)
{
    if (!reply.ok)
        return tl::unexpected<Error>(errorFromReply(reply));
    return {};
}

} // namespace

Pop3Mailbox::Pop3Mailbox(std::unique_ptr<Pop3Wire> wire, QString signInMethod, bool uidlAnnounced)
    : m_wire(std::move(wire)), m_signInMethod(std::move(signInMethod)),
      m_uidlAnnounced(uidlAnnounced || m_wire->capabilities().uidl)
{
}
Pop3Mailbox::Pop3Mailbox(Pop3Mailbox &&) noexcept = default;
Pop3Mailbox &Pop3Mailbox::operator=(Pop3Mailbox &&) noexcept = default;
Pop3Mailbox::~Pop3Mailbox() = default;

const Pop3Capabilities &Pop3Mailbox::capabilities() const
{
    return m_wire->capabilities();
}

QString Pop3Mailbox::tlsVersion() const
{
    return m_wire->channel().tlsVersion();
}

QString Pop3Mailbox::signInMethod() const
{
    return m_signInMethod;
}

void Pop3Mailbox::useLockStep()
{
    Pop3Capabilities capabilities = m_wire->capabilities();
    capabilities.pipelining = false;
    m_wire->setCapabilities(std::move(capabilities));
}

// RFC 1939 §5: "+OK", the number of messages, the size of the maildrop in octets.
Result<std::optional<Pop3Mailbox::Status>> Pop3Mailbox::stat()
{
    TRY(const auto reply, m_wire->ask("STAT"));
    CHECK(plainAnswer(reply));
    const QStringList words = reply.text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (words.size() < 2)
        return std::optional<Status>();
    const auto messages = digits(words[0]);
    const auto octets = digits(words[1]);
    if (!messages || !octets || *messages > int(Pop3ListingBuilder::maxEntries))
        return std::optional<Status>();
    return std::optional(Status{int(*messages), *octets});
}

// LIST (RFC 1939 §5) and UIDL (§7). UIDL is asked for even where CAPA lacks it: some servers forget to say
// (R47).
Result<Pop3Listing> Pop3Mailbox::listing()
{
    Pop3ListingBuilder builder;
    std::optional<Error> refused;
    bool hasUidl = false;
    const auto answered = [&](size_t index, const Pop3Reply &reply) -> Result<void> {
        const bool uidl = index == 1;
        if (reply.ok) {
            hasUidl = uidl;
            return m_wire->readLines(maxListingBytes, [&](QByteArrayView line) {
                return uidl ? builder.addUidl(line) : builder.addSize(line);
            });
        }
        Error error = errorFromReply(reply);
        // Announced and yet refused is a passing trouble: without ids everything would be fetched again.
        if (uidl && m_uidlAnnounced)
            error.code = ErrorCode::ServerTemporary;
        if (!refused && (!uidl || error.code == ErrorCode::ServerTemporary))
            refused = std::move(error);
        return {};
    };
    CHECK(m_wire->askAll(
        2,
        [](size_t index) {
            return Pop3Wire::Command{index == 0 ? "LIST" : "UIDL", 0};
        },
        answered));
    if (refused)
        return tl::unexpected<Error>(std::move(*refused));
    return std::move(builder).finish(hasUidl);
}

Result<void> Pop3Mailbox::checkNumber(int number) const
{
    if (number < 1 || m_deleted.contains(number))
        return failure(ErrorCode::InvalidArgument,
                       QStringLiteral("message %1 was deleted or is none").arg(number));
    return {};
}

Result<void> Pop3Mailbox::receive(int number, const Pop3Reply &reply, Pop3BodySink &sink)
{
    if (!reply.ok)
        return sink.refused(number, errorFromReply(reply));
    CHECK(sink.begin(number));
    CHECK(m_wire->readBody([&sink](QByteArrayView bytes) { return sink.append(bytes); }));
    return sink.end(number);
}

// RETR (RFC 1939 §5).
Result<void> Pop3Mailbox::retr(const std::vector<Pop3Listing::Entry> &entries, Pop3BodySink &sink)
{
    for (const auto &entry : entries)
        CHECK(checkNumber(entry.number));
    return m_wire->askAll(
        entries.size(),
        [&](size_t index) {
            return Pop3Wire::Command{withNumber("RETR", entries[index].number), entries[index].size};
        },
        [&](size_t index, const Pop3Reply &reply) { return receive(entries[index].number, reply, sink); });
}

// TOP (RFC 1939 §7). The first goes alone: its answer tells whether the server knows the command.
Result<void> Pop3Mailbox::top(const std::vector<Pop3Listing::Entry> &entries, int lines, Pop3BodySink &sink)
{
    if (lines < 0)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("TOP with %1 lines").arg(lines));
    for (const auto &entry : entries)
        CHECK(checkNumber(entry.number));
    const QByteArray suffix = ' ' + QByteArray::number(lines);
    std::optional<QString> unsupported;
    size_t first = 0;
    const auto command = [&](size_t index) {
        const auto &entry = entries[first + index];
        return Pop3Wire::Command{withNumber("TOP", entry.number) + suffix, entry.size};
    };
    const auto answered = [&](size_t index, const Pop3Reply &reply) -> Result<void> {
        if (first + index == 0 && !reply.ok) {
            unsupported = reply.text;
            return {};
        }
        return receive(entries[first + index].number, reply, sink);
    };
    if (entries.empty())
        return {};
    CHECK(m_wire->askAll(1, command, answered));
    if (unsupported)
        return failure(ErrorCode::Unsupported, QStringLiteral("TOP"), *unsupported);
    first = 1;
    return m_wire->askAll(entries.size() - 1, command, answered);
}

// DELE (RFC 1939 §5).
Result<std::vector<int>> Pop3Mailbox::dele(const std::vector<int> &numbers)
{
    for (const int number : numbers)
        CHECK(checkNumber(number));
    std::vector<int> refused;
    CHECK(m_wire->askAll(
        numbers.size(),
        [&](size_t index) {
            return Pop3Wire::Command{withNumber("DELE", numbers[index]), 0};
        },
        [&](size_t index, const Pop3Reply &reply) -> Result<void> {
            if (reply.ok)
                m_deleted.insert(numbers[index]);
            else
                refused.push_back(numbers[index]);
            return {};
        }));
    return refused;
}

Result<void> Pop3Mailbox::rset()
{
    TRY(const auto reply, m_wire->ask("RSET"));
    CHECK(plainAnswer(reply));
    m_deleted.clear();
    return {};
}

Result<void> Pop3Mailbox::noop()
{
    TRY(const auto reply, m_wire->ask("NOOP"));
    return plainAnswer(reply);
}

// RFC 1939 §6.
Result<void> Pop3Mailbox::quit() &&
{
    const auto wire = std::move(m_wire);
    TRY(const auto reply, wire->ask("QUIT", Pop3Wire::quitTimeout));
    if (!reply.ok)
        return failure(ErrorCode::ServerRefused, QStringLiteral("QUIT"), reply.text);
    return {};
}
