// SPDX-License-Identifier: GPL-3.0-or-later
//
// SyncFixture is a profile on disk and a mailbox behind a real socket, and runs checks between them.
#pragma once

#include "DirectSink.h"
#include "FakeClock.h"
#include "FetchRun.h"
#include "InWorker.h"
#include "PopMailbox.h"
#include "ScriptedPopServer.h"
#include "StoreReader.h"

#include <QTemporaryDir>

#include <algorithm>

class SyncFixture
{
public:
    static constexpr AccountId account = 2;

    explicit SyncFixture(int messages, qsizetype bodyBytes = 300)
    {
        for (int number = 1; number <= messages; ++number)
            mailbox.add(message(number, bodyBytes));
        job.account.id = account;
        job.account.name = QStringLiteral("Test");
        job.account.server.host = QStringLiteral("127.0.0.1");
        job.account.server.security = ServerSecurity::None;
        job.account.server.user = QStringLiteral("user");
        job.secrets.password = QStringLiteral("secret");
        job.spoolDirectory = MessageStore::spoolDirectory(profile.path());
        openStore();
    }

    static PopMailbox::Message message(int number, qsizetype bodyBytes = 300)
    {
        const QByteArray name = QByteArray::number(number);
        QByteArray bytes = "Message-ID: <" + name + "@example.org>\r\nSubject: number " + name +
                           "\r\nFrom: a@example.org\r\nDate: Thu, 1 Jan 2026 00:00:00 +0000\r\n\r\n";
        while (bytes.size() < bodyBytes)
            bytes += "..line " + name + " of the body, with dots\r\n.\t\r\n";
        return {"uidl-" + name, bytes};
    }

    // As after a restart.
    void openStore()
    {
        store.reset();
        auto opened = MessageStore::open(profile.path());
        if (!opened)
            qFatal("the store does not open: %s", qPrintable(opened.error().detail));
        store = std::move(*opened);
        const auto folders = store->ensureFolders(account);
        job.inbox = folders->front().id;
    }

    FetchReport check()
    {
        DirectSink sink(*store);
        return check(sink);
    }

    FetchReport check(DirectSink &sink)
    {
        ScriptedPopServer server(mailbox.script());
        job.account.server.port = server.port();
        Cancellation cancellation;
        auto report = inWorker(
            [&] { return FetchRun(job, sink, clock, cancellation, [](const FetchProgress &) {}).run(); });
        received = server.received();
        server.waitForDisconnect();
        return report;
    }

    int sent(QByteArrayView command) const
    {
        return static_cast<int>(std::count_if(received.begin(), received.end(), [&](const QByteArray &line) {
            return line.startsWith(command);
        }));
    }

    Ledger ledger()
    {
        auto rows = store->ledger(account);
        return rows ? *rows : Ledger();
    }

    // What is in the store, sorted.
    QByteArrayList stored()
    {
        auto reader = StoreReader::open(profile.path());
        ListQuery everything;
        everything.scope = ListQuery::Scope::Everything;
        QByteArrayList bytes;
        const auto rows = (*reader)->rows(everything);
        for (const MessageRow &row : *rows) {
            auto raw = (*reader)->raw(row.id);
            bytes.append(raw ? *raw : QByteArray("unreadable"));
        }
        std::sort(bytes.begin(), bytes.end());
        return bytes;
    }

    static QByteArrayList bytesOf(const std::vector<PopMailbox::Message> &messages)
    {
        QByteArrayList bytes;
        for (const auto &message : messages)
            bytes.append(message.bytes);
        std::sort(bytes.begin(), bytes.end());
        return bytes;
    }

    // As an account that the user set up so.
    void deleteAfterDownload()
    {
        job.account.retention.afterDownload = true;
        job.account.confirmedRetention = job.account.retention;
    }

    QTemporaryDir profile;
    PopMailbox mailbox;
    FakeClock clock;
    FetchJob job;
    std::unique_ptr<MessageStore> store;
    QByteArrayList received; // by the server, in the last check
};
