// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pop3Mailbox.h"

#include "Pop3Course.h"
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

// What an -ERR stands for. A server that says why it hangs up answers no command with that, although one may
// have crossed its farewell (R117).
Error refusal(const Pop3Reply &reply)
{
    for (const auto words : {"inactiv", "idle", "autologout", "auto-logout"})
        if (reply.code.isEmpty() && reply.text.contains(QLatin1String(words), Qt::CaseInsensitive))
            return {ErrorCode::ConnectionLost,
                    QStringLiteral("the server ended the session"),
                    reply.text,
                    {},
                    {}};
    return errorFromReply(reply);
}

bool isFarewell(const Error &error)
{
    return error.code == ErrorCode::ConnectionLost;
}

// A header of usual size, and lines of usual length.
qint64 expectedOfTop(const Pop3Listing::Entry &entry, int lines)
{
    const qint64 usual = 4 * 1024 + qint64(lines) * 80;
    return entry.size > 0 ? std::min(entry.size, usual) : usual;
}

Result<void> plainAnswer(const Pop3Reply &reply)
{
    if (!reply.ok)
        return tl::unexpected<Error>(refusal(reply));
    return {};
}

// RFC 1939 §5: "+OK", the number of messages, the size of the maildrop in octets.
std::optional<Pop3Mailbox::Status> statusOf(const Pop3Reply &reply)
{
    const QStringList words = reply.text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (!reply.ok || words.size() < 2)
        return {};
    const auto messages = digits(words[0]);
    const auto octets = digits(words[1]);
    if (!messages || !octets || *messages > int(Pop3ListingBuilder::maxEntries))
        return {};
    return Pop3Mailbox::Status{int(*messages), *octets};
}

} // namespace

// LIST and UIDL as far as they were read.
struct Pop3Mailbox::Listings {
    Pop3ListingBuilder builder;
    bool hasUidl = false;
    std::optional<Error> refused;
};

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

Result<std::optional<Pop3Mailbox::Status>> Pop3Mailbox::stat()
{
    TRY(const auto reply, m_wire->ask("STAT"));
    CHECK(plainAnswer(reply));
    return statusOf(reply);
}

// LIST (RFC 1939 §5).
Result<void> Pop3Mailbox::readSizes(const Pop3Reply &reply, Listings &listings)
{
    if (reply.ok)
        return m_wire->readLines(maxListingBytes,
                                 [&](QByteArrayView line) { return listings.builder.addSize(line); });
    listings.refused = refusal(reply);
    return {};
}

// UIDL (RFC 1939 §7).
Result<void> Pop3Mailbox::readUidls(const Pop3Reply &reply, Listings &listings)
{
    if (reply.ok) {
        listings.hasUidl = true;
        return m_wire->readLines(maxListingBytes,
                                 [&](QByteArrayView line) { return listings.builder.addUidl(line); });
    }
    Error error = refusal(reply);
    // Announced and yet refused is a passing trouble: without ids everything would be fetched again.
    if (m_uidlAnnounced && !isFarewell(error))
        error.code = ErrorCode::ServerTemporary;
    if (isFarewell(error) || error.code == ErrorCode::ServerTemporary)
        listings.refused = std::move(error);
    return {};
}

// UIDL is asked for even where CAPA lacks it: some servers forget to say (R47).
Result<Pop3Listing> Pop3Mailbox::listing()
{
    Listings listings;
    CHECK(m_wire->askAll(
        2,
        [](size_t index) {
            return Pop3Wire::Command{index == 0 ? "LIST" : "UIDL", 0};
        },
        [&](size_t index, const Pop3Reply &reply) {
            return index == 0 ? readSizes(reply, listings) : readUidls(reply, listings);
        }));
    if (listings.refused)
        return tl::unexpected<Error>(std::move(*listings.refused));
    return std::move(listings.builder).finish(listings.hasUidl);
}

Result<Pop3Mailbox::Survey> Pop3Mailbox::survey()
{
    Listings listings;
    Survey survey;
    CHECK(m_wire->askAll(
        2,
        [](size_t index) {
            return Pop3Wire::Command{index == 0 ? "STAT" : "UIDL", 0};
        },
        [&](size_t index, const Pop3Reply &reply) -> Result<void> {
            if (index == 1)
                return readUidls(reply, listings);
            survey.status = statusOf(reply);
            return {};
        }));
    if (listings.refused)
        return tl::unexpected<Error>(std::move(*listings.refused));
    if (listings.hasUidl)
        survey.listing = std::move(listings.builder).withoutSizes();
    return survey;
}

Result<Pop3Listing> Pop3Mailbox::withSizes(Pop3Listing listing)
{
    const bool hasUidl = listing.hasUidl;
    Listings listings{Pop3ListingBuilder(std::move(listing)), hasUidl, {}};
    TRY(const auto reply, m_wire->ask("LIST"));
    CHECK(readSizes(reply, listings));
    if (listings.refused)
        return tl::unexpected<Error>(std::move(*listings.refused));
    return std::move(listings.builder).finish(listings.hasUidl);
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
    if (!reply.ok) {
        const Error error = refusal(reply);
        return isFarewell(error) ? tl::unexpected<Error>(error) : sink.refused(number, error);
    }
    CHECK(sink.begin(number));
    CHECK(m_wire->readBody([&sink](QByteArrayView bytes) { return sink.append(bytes); }));
    return sink.end(number);
}

// Whether the reply to LIST n says that the answers are in step; false: it does not say.
Result<bool> Pop3Mailbox::isMark(int number, const Pop3Reply &reply)
{
    const auto named = Pop3Course::namedBy(reply);
    if (named && *named != number)
        return m_wire->violation(
            QStringLiteral("an answer for message %1 instead of %2").arg(*named).arg(number),
            reply.text.toLatin1());
    return named.has_value();
}

// With nothing else under way the same question has the same answer, or the first one was none to it.
Result<void> Pop3Mailbox::settle(int number, const Pop3Reply &unclear)
{
    TRY(const auto reply, m_wire->ask(withNumber("LIST", number)));
    if (reply != unclear)
        return m_wire->violation(QStringLiteral("answers out of step"), unclear.text.toLatin1());
    return {};
}

// `command` is what stands before a message's number, `suffix` what follows it.
Result<void> Pop3Mailbox::follow(const Pop3Course &course, const QByteArray &command,
                                 const QByteArray &suffix, Pop3BodySink &sink)
{
    const auto &steps = course.steps();
    size_t alone = steps.size(); // the mark that was sent with nothing else under way
    return m_wire->askAll(
        steps.size(),
        [&](size_t index) {
            const auto &step = steps[index];
            const QByteArray number = QByteArray::number(step.number);
            const bool isAlone = step.isMark && !m_marksAreClear;
            if (isAlone)
                alone = index;
            return Pop3Wire::Command{step.isMark ? "LIST " + number : command + number + suffix,
                                     step.expected, isAlone};
        },
        [&](size_t index, const Pop3Reply &reply) -> Result<void> {
            const auto &step = steps[index];
            if (!step.isMark)
                return receive(step.number, reply, sink);
            TRY(const bool isClear, isMark(step.number, reply));
            if (!isClear) {
                // From now on marks are sent alone, so that they can be asked about.
                m_marksAreClear = false;
                if (index != alone && index + 1 < steps.size() && capabilities().pipelining)
                    return {};
                CHECK(settle(step.number, reply));
            }
            return sink.inStep();
        });
}

// RETR (RFC 1939 §5).
Result<void> Pop3Mailbox::retr(const std::vector<Pop3Listing::Entry> &entries, Pop3BodySink &sink,
                               Marks marks)
{
    for (const auto &entry : entries)
        CHECK(checkNumber(entry.number));
    const Pop3Course course(entries, 0, marks, [](const Pop3Listing::Entry &entry) { return entry.size; });
    return follow(course, "RETR ", {}, sink);
}

// TOP (RFC 1939 §7). The first goes alone: its answer tells whether the server knows the command. Where it
// said that it does, one refusal may be that message's own.
Result<void> Pop3Mailbox::top(const std::vector<Pop3Listing::Entry> &entries, int lines, Pop3BodySink &sink,
                              Marks marks)
{
    if (lines < 0)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("TOP with %1 lines").arg(lines));
    for (const auto &entry : entries)
        CHECK(checkNumber(entry.number));
    const QByteArray suffix = ' ' + QByteArray::number(lines);
    const size_t probes = capabilities().top ? 2 : 1;
    std::vector<Pop3Reply> refusals; // of the first messages
    size_t first = 0;
    const auto command = [&](size_t) {
        const auto &entry = entries[first];
        return Pop3Wire::Command{withNumber("TOP", entry.number) + suffix, expectedOfTop(entry, lines)};
    };
    const auto deliverRefusals = [&]() -> Result<void> {
        for (size_t index = 0; index < refusals.size(); ++index)
            CHECK(receive(entries[index].number, refusals[index], sink));
        refusals.clear();
        return {};
    };
    const auto answered = [&](size_t, const Pop3Reply &reply) -> Result<void> {
        if (refusals.size() == first && !reply.ok && !isFarewell(refusal(reply))) {
            refusals.push_back(reply);
            return {};
        }
        CHECK(deliverRefusals());
        return receive(entries[first].number, reply, sink);
    };
    for (; first < std::min(probes, entries.size()) && refusals.size() == first; ++first)
        CHECK(m_wire->askAll(1, command, answered));
    if (refusals.size() == probes)
        return failure(ErrorCode::Unsupported, QStringLiteral("TOP"), refusals.front().text);
    CHECK(deliverRefusals());
    const Pop3Course course(entries, first, marks,
                            [lines](const Pop3Listing::Entry &entry) { return expectedOfTop(entry, lines); });
    return follow(course, "TOP ", suffix, sink);
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
    TRY(const auto reply, wire->ask("QUIT", wire->patience().quit));
    if (!reply.ok)
        return failure(ErrorCode::ServerRefused, QStringLiteral("QUIT"), reply.text);
    return {};
}
