// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pop3Mailbox is a session in the TRANSACTION state (RFC 1939 §5). One function per command. A mailbox that
// is destroyed without quit() closes the connection without QUIT, and the server deletes nothing.
#pragma once

#include "Pop3BodySink.h"
#include "Pop3Capabilities.h"
#include "Pop3Listing.h"
#include "Result.h"

#include <memory>
#include <optional>
#include <set>
#include <vector>

class Pop3Course;
struct Pop3Reply;
class Pop3Wire; // the channel with its line buffer and the pipelining window

class Pop3Mailbox
{
public:
    struct Status {
        int messages = 0;
        qint64 octets = 0;
    };

    Pop3Mailbox(Pop3Mailbox &&) noexcept;
    Pop3Mailbox &operator=(Pop3Mailbox &&) noexcept;
    ~Pop3Mailbox();

    const Pop3Capabilities &capabilities() const; // as announced after sign-in
    QString tlsVersion() const;
    QString signInMethod() const; // "PLAIN", "USER"

    // From now on one command at a time, whatever was announced: for a server that mixed them up before.
    void useLockStep();

    // STAT. Nothing where the answer makes no sense (R16).
    Result<std::optional<Status>> stat();
    // LIST and UIDL, pipelined where announced. An answer without its terminator is an error and no listing.
    Result<Pop3Listing> listing();

    // STAT and UIDL, for who knows most messages and needs no sizes then. `listing` is without sizes, and
    // empty where !hasUidl.
    struct Survey {
        std::optional<Status> status;
        Pop3Listing listing;
    };
    // Errors as of listing().
    Result<Survey> survey();
    // What LIST adds to a survey's listing.
    Result<Pop3Listing> withSizes(Pop3Listing listing);

    // Whether answers still belong to their commands is told by a mark: LIST n, whose answer names its
    // message. It stands behind the last message, and in between every so often; with Each behind every one,
    // with Around also before the first.
    enum class Marks { None, Behind, Each, Around };

    // RETR for each entry, in order, streamed into `sink`. With PIPELINING up to 512 commands, 8 KiB of
    // command bytes and 8 MiB expected by LIST are in flight; without it one (R64). A reply that does not fit
    // its command is a ProtocolViolation: the connection is closed, nothing is deleted.
    Result<void> retr(const std::vector<Pop3Listing::Entry> &entries, Pop3BodySink &sink,
                      Marks marks = Marks::None);
    // TOP n lines, likewise. Unsupported where the server refuses it for the first entry (R68), or for the
    // first two where it had announced it.
    Result<void> top(const std::vector<Pop3Listing::Entry> &entries, int lines, Pop3BodySink &sink,
                     Marks marks = Marks::None);

    // DELE for each number. Returns those that the server refused (R26); the others take effect with quit().
    Result<std::vector<int>> dele(const std::vector<int> &numbers);
    Result<void> rset();
    Result<void> noop();

    // QUIT (UPDATE state). Only after it returned without error are messages deleted (R21). ServerRefused
    // when the server says that some were not removed (R24).
    Result<void> quit() &&;

private:
    friend class Pop3Connection;
    Pop3Mailbox(std::unique_ptr<Pop3Wire> wire, QString signInMethod, bool uidlAnnounced);
    Result<void> checkNumber(int number) const; // R29: no number that was deleted in this session
    Result<void> receive(int number, const Pop3Reply &reply, Pop3BodySink &sink);
    Result<void> follow(const Pop3Course &course, const QByteArray &command, const QByteArray &suffix,
                        Pop3BodySink &sink);
    Result<bool> isMark(int number, const Pop3Reply &reply);
    Result<void> settle(int number, const Pop3Reply &unclear);
    struct Listings;
    Result<void> readSizes(const Pop3Reply &reply, Listings &listings);
    Result<void> readUidls(const Pop3Reply &reply, Listings &listings);

    std::unique_ptr<Pop3Wire> m_wire;
    QString m_signInMethod;
    bool m_uidlAnnounced = false;
    bool m_marksAreClear = true; // this server answers LIST n as RFC 1939 says
    std::set<int> m_deleted;
};
