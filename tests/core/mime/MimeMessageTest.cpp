// SPDX-License-Identifier: GPL-3.0-or-later
//
// Reads every sample of tests/data/mime, each of which shows one defect (VIOLATIONS.md), and compares it with
// what expected.json says; the summary has to agree with the whole message.
#include "MimeMessage.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QThread>

namespace
{

constexpr qint64 received = 1800000000;

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(path));
    return file.readAll();
}

QString samples()
{
    return QStringLiteral(POPLAR_TEST_DATA "/mime/");
}

QString authorOf(const MessageHeader &header)
{
    if (header.from.empty())
        return {};
    const Address &author = header.from.front();
    return author.name.isEmpty() ? author.address : author.name + QStringLiteral(" <%1>").arg(author.address);
}

QString treeOf(const MessagePart &part)
{
    QStringList children;
    for (const MessagePart &child : part.children)
        children.append(treeOf(child));
    const QString type = QString::fromLatin1(part.type);
    return children.isEmpty() ? type : type + u'(' + children.join(u',') + u')';
}

QStringList namesOf(const MessageBody &body)
{
    QStringList names;
    for (const Attachment &attachment : body.attachments)
        names.append(attachment.name);
    return names;
}

QStringList stringsOf(const QJsonValue &value)
{
    QStringList strings;
    for (const QJsonValue &entry : value.toArray())
        strings.append(entry.toString());
    return strings;
}

QString sourceName(DateSource source)
{
    static const QStringList names{QStringLiteral("DateField"), QStringLiteral("Repaired"),
                                   QStringLiteral("Received"), QStringLiteral("Arrival")};
    return names.at(int(source));
}

} // namespace

class MimeMessageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEachSample_data();
    void readsEachSample();
    void summaryAgreesWithMessage_data() { readsEachSample_data(); }
    void summaryAgreesWithMessage();
    void anyCutOfAnySampleIsRead();
    void movedMessageKeepsItsContent();
    void separateMessagesAreReadInSeparateThreads();
};

void MimeMessageTest::readsEachSample_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QJsonObject>("expected");
    const auto all = QJsonDocument::fromJson(contentOf(samples() + QStringLiteral("expected.json"))).object();
    const QStringList files = QDir(samples()).entryList({QStringLiteral("*.eml")});
    QCOMPARE(files.size(), all.size());
    for (const QString &file : files) {
        const QString name = file.chopped(4);
        QVERIFY2(all.contains(name), qPrintable(name));
        QTest::newRow(qPrintable(name)) << contentOf(samples() + file) << all.value(name).toObject();
    }
}

void MimeMessageTest::readsEachSample()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QJsonObject, expected);
    const QByteArray before(bytes.constData(), bytes.size());
    const MessageBody body = MimeMessage(bytes).body({}, received);
    QCOMPARE(bytes, before);
    QCOMPARE(body.header.subject, expected[QStringLiteral("subject")].toString());
    QCOMPARE(authorOf(body.header), expected[QStringLiteral("author")].toString());
    if (expected.contains(QStringLiteral("text")))
        QCOMPARE(body.text, expected[QStringLiteral("text")].toString());
    if (expected.contains(QStringLiteral("contains")))
        QVERIFY2(body.text.contains(expected[QStringLiteral("contains")].toString()), qPrintable(body.text));
    QCOMPARE(body.defects, stringsOf(expected[QStringLiteral("defects")]));
    QCOMPARE(namesOf(body), stringsOf(expected[QStringLiteral("attachments")]));
    if (expected.contains(QStringLiteral("date")))
        QCOMPARE(body.header.date, expected[QStringLiteral("date")].toInteger());
    if (expected[QStringLiteral("source")].isString())
        QCOMPARE(sourceName(body.header.dateSource), expected[QStringLiteral("source")].toString());
    if (expected.contains(QStringLiteral("tree")))
        QCOMPARE(treeOf(body.structure), expected[QStringLiteral("tree")].toString());
}

void MimeMessageTest::summaryAgreesWithMessage()
{
    QFETCH(QByteArray, bytes);
    const MessageSummary summary = summarise(bytes, received);
    const MessageBody body = MimeMessage(bytes).body({}, received);
    QCOMPARE(summary.subject, body.header.subject);
    QCOMPARE(summary.from, body.header.from.empty() ? Address() : body.header.from.front());
    QCOMPARE(summary.to, body.header.to);
    QCOMPARE(summary.date, body.header.date);
    QCOMPARE(summary.dateSource, body.header.dateSource);
    QCOMPARE(summary.messageId, body.header.messageId);
    QCOMPARE(summary.inReplyTo, body.header.inReplyTo);
    QCOMPARE(summary.references, body.header.references);
    QCOMPARE(summary.size, qint64(bytes.size()));
    QCOMPARE(summary.received, received);
    QCOMPARE(summary.flags.testFlag(Flag::HasAttachment), !body.attachments.empty());
    QCOMPARE(summary.preview.isEmpty(), body.text.simplified().isEmpty());
    QVERIFY2(body.text.simplified().startsWith(summary.preview), qPrintable(summary.preview));
    QCOMPARE(summarise(bytes, received), summary);
}

// A fetch that hands over only the head of a message, or a message cut by its server, must never be trouble.
void MimeMessageTest::anyCutOfAnySampleIsRead()
{
    for (const QString &file : QDir(samples()).entryList({QStringLiteral("*.eml")})) {
        const QByteArray bytes = contentOf(samples() + file);
        for (qsizetype size = 0; size < bytes.size(); size += 1 + bytes.size() / 40) {
            const QByteArray cut(bytes.constData(), size);
            const MessageBody body = MimeMessage(cut).body({}, received);
            QVERIFY2(!body.text.isEmpty() || !body.attachments.empty() || !body.defects.isEmpty(),
                     qPrintable(QStringLiteral("%1 cut at %2").arg(file).arg(size)));
            QCOMPARE(summarise(cut, received).subject, body.header.subject);
        }
    }
}

void MimeMessageTest::movedMessageKeepsItsContent()
{
    MimeMessage first(contentOf(samples() + QStringLiteral("bare-carriage-returns.eml")));
    const MimeMessage second(std::move(first));
    QCOMPARE(second.header().subject, QStringLiteral("From an old Mac"));
    QCOMPARE(second.body({}, received).text, QStringLiteral("First line.\nSecond line.\n"));
}

void MimeMessageTest::separateMessagesAreReadInSeparateThreads()
{
    const QByteArray bytes = contentOf(samples() + QStringLiteral("raw-8-bit-header-with-korean-body.eml"));
    const MessageBody wanted = MimeMessage(bytes).body({}, received);
    std::vector<std::unique_ptr<QThread>> threads;
    std::atomic<int> different = 0;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back(QThread::create([&] {
            for (int round = 0; round < 50; ++round)
                different += MimeMessage(bytes).body({}, received) == wanted ? 0 : 1;
        }));
        threads.back()->setStackSize(parseStackBytes);
        threads.back()->start();
    }
    for (const auto &thread : threads)
        thread->wait();
    QCOMPARE(different.load(), 0);
}

QTEST_GUILESS_MAIN(MimeMessageTest)
#include "MimeMessageTest.moc"
