// SPDX-License-Identifier: GPL-3.0-or-later
#include "CommandLine.h"
#include "DovecotServer.h"
#include "GeneratedMail.h"
#include "RawPop3Client.h"
#include "Reason.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

// poplar-cli decides about the mail on Debian's Dovecot: beginnings and their rest, rules, agreement, log.
class RetentionVerbsTest : public QObject
{
    Q_OBJECT
private:
    static constexpr int count = 60;

    DovecotServer m_server;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<CommandLine> m_poplar;
    std::unique_ptr<ServerMaildir> m_maildir;
    QString m_user;

    CommandLine::Outcome run(const char *arguments) const
    {
        return m_poplar->run(
            QString::fromLatin1(arguments).replace(QStringLiteral("%1"), m_user).split(u' '));
    }

    QJsonObject report(const char *arguments, int code = 0) const
    {
        const auto outcome = run(arguments);
        if (outcome.exitCode != code)
            qWarning("%d: %s", outcome.exitCode, outcome.errors.constData());
        return QJsonDocument::fromJson(outcome.output).array().first().toObject();
    }

    std::vector<QJsonObject> lines(const char *arguments) const
    {
        std::vector<QJsonObject> rows;
        for (const QByteArray &line : run(arguments).output.split('\n'))
            if (!line.isEmpty())
                rows.push_back(QJsonDocument::fromJson(line).object());
        return rows;
    }

    std::vector<ServedMessage> served() const
    {
        auto messages =
            readServedMailbox(m_server.tlsPort(), m_server.caFile(), m_user, DovecotServer::password());
        return messages ? std::move(*messages) : std::vector<ServedMessage>();
    }

private Q_SLOTS:
    void initTestCase()
    {
        const auto started = m_server.start();
        QVERIFY2(started, reason(started));
    }

    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_poplar = std::make_unique<CommandLine>(m_directory->filePath(QStringLiteral("profile")));
        m_user = QString::fromLatin1(QTest::currentTestFunction()).toLower();
        auto maildir = m_server.maildir(m_user);
        QVERIFY2(maildir, reason(maildir));
        m_maildir = std::make_unique<ServerMaildir>(std::move(*maildir));
        QVERIFY(m_maildir->deliver(generatedMessages(0, count - 1, 1'000, 4'000)));
        QVERIFY(m_maildir->deliver(generatedMessages(count, 1, 90'000, 100'000)));
        const auto added = m_poplar->addAccount(m_server.settings(m_user), DovecotServer::password(),
                                                QStringLiteral("forever"));
        QVERIFY2(added, reason(added));
    }

    void rulesWaitForTheUser()
    {
        QCOMPARE(report("fetch --json")[QLatin1String("fetched")].toInt(), count);
        const auto set = run("account set %1 --keep newest:20,until-deleted");
        QCOMPARE(set.exitCode, 3);
        QVERIFY2(set.errors.contains("account confirm"), set.errors);
        const QJsonObject held = report("fetch --json", 3);
        QCOMPARE(held[QLatin1String("held_back")].toInt(), count - 20);
        QCOMPARE(held[QLatin1String("deleted")].toInt(), 0);
        QCOMPARE(m_maildir->messages(), count);

        const auto before = served();
        QCOMPARE(before.size(), size_t(count));
        QCOMPARE(run("account confirm %1").exitCode, 0);
        QCOMPARE(report("fetch --json")[QLatin1String("deleted")].toInt(), count - 20);
        QCOMPARE(m_maildir->messages(), 20);
        const auto log = lines("deletions --account %1 --json");
        QCOMPARE(log.size(), size_t(count - 20));
        for (const QJsonObject &row : log) {
            QCOMPARE(row[QLatin1String("confirmed")].toBool(), true);
            QCOMPARE(row[QLatin1String("reason")].toString(), QStringLiteral("beyond the newest 20"));
        }
        // What went is the oldest, and is here.
        for (int index = 0; index < count - 20; ++index) {
            const QString uidl = QString::fromLatin1(before[size_t(index)].uidl);
            const auto row = std::find_if(log.begin(), log.end(), [&](const QJsonObject &entry) {
                return entry[QLatin1String("uidl")].toString() == uidl;
            });
            QVERIFY2(row != log.end(), qPrintable(uidl));
            const qint64 id = (*row)[QLatin1String("id")].toInteger();
            const auto shown =
                m_poplar->run({QStringLiteral("show"), QString::number(id), QStringLiteral("--raw")});
            QCOMPARE(shown.output, before[size_t(index)].bytes);
        }
        QCOMPARE(report("fetch --json")[QLatin1String("fetched")].toInt(), 0);
    }

    void theRestComesOnDemand()
    {
        QCOMPARE(run("account set %1 --size-limit 80000 --lines 5").exitCode, 0);
        QCOMPARE(report("fetch --json")[QLatin1String("partial")].toInt(), 1);
        const auto all = served();
        const auto large =
            std::max_element(all.begin(), all.end(), [](const ServedMessage &a, const ServedMessage &b) {
                return a.bytes.size() < b.bytes.size();
            });
        QString id;
        for (const QJsonObject &row : lines("server list %1 --json"))
            if (row[QLatin1String("state")].toString() == QLatin1String("partial")) {
                QCOMPARE(row[QLatin1String("uidl")].toString().toLatin1(), large->uidl);
                id = QString::number(row[QLatin1String("id")].toInteger());
            }
        QVERIFY(!id.isEmpty());
        const QStringList show{QStringLiteral("show"), id, QStringLiteral("--raw")};
        const QByteArray beginning = m_poplar->run(show).output;
        QVERIFY(beginning.size() < 20'000 && large->bytes.startsWith(beginning));
        // No rule deletes what is here in part alone.
        QCOMPARE(run("account set %1 --keep delete --yes").exitCode, 0);
        QCOMPARE(report("fetch --json")[QLatin1String("deleted")].toInt(), count - 1);
        QCOMPARE(m_maildir->messages(), 1);
        const auto whole =
            m_poplar->run({QStringLiteral("fetch"), QStringLiteral("--whole"), id, QStringLiteral("--json")});
        QVERIFY2(whole.exitCode == 0, whole.errors);
        QCOMPARE(m_poplar->run(show).output, large->bytes);
        QCOMPARE(m_maildir->messages(), 0);
    }

    void aMessageIsSavedByteForByte()
    {
        QCOMPARE(report("fetch --json")[QLatin1String("fetched")].toInt(), count);
        const auto all = served();
        for (const size_t index : {size_t(0), size_t(count / 2), size_t(count - 1)}) {
            const QString path = m_directory->filePath(QString::number(index));
            const auto saved =
                m_poplar->run({QStringLiteral("server"), QStringLiteral("get"), m_user,
                               QString::fromLatin1(all[index].uidl), path, QStringLiteral("--json")});
            QVERIFY2(saved.exitCode == 0, saved.errors);
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            QCOMPARE(file.readAll(), all[index].bytes);
        }
        QCOMPARE(m_maildir->messages(), count);
    }
};

QTEST_GUILESS_MAIN(RetentionVerbsTest)
#include "RetentionVerbsTest.moc"
