// SPDX-License-Identifier: GPL-3.0-or-later
//
// Real mail that is wrapped, where a collection of it lies beside the sources: all TNEF, S/MIME, OpenPGP and
// nested messages in it are read, and what could be opened is counted. Nothing is expected of single files
// but that nothing is lost: each wrapper is opened, locked, or listed.
#include "MimeMessage.h"

#include <QDirIterator>
#include <QFile>
#include <QTest>
#include <QThread>

#include <memory>

namespace
{

struct Counts {
    int tnef = 0, tnefWhole = 0, tnefNames = 0;
    int signedContent = 0, signedCut = 0, unreadable = 0;
    int encrypted = 0, nested = 0, nestedRead = 0, partial = 0, external = 0;
    QStringList lost; // neither shown nor listed nor told
};

QString collection()
{
    return QStringLiteral(POPLAR_SOURCE "/../shared/mail");
}

bool isShownSomehow(const MessageBody &body)
{
    return !body.text.isEmpty() || !body.safeHtml.isNull() || !body.attachments.empty() ||
           !body.cards.empty() || !body.defects.isEmpty();
}

void countParts(const MessagePart &part, Counts &counts)
{
    const bool isSmime = part.type == "application/pkcs7-mime" || part.type == "application/x-pkcs7-mime";
    if (isSmime && !part.children.empty())
        ++counts.signedContent;
    for (const MessagePart &child : part.children)
        countParts(child, counts);
}

void count(const QString &file, const QByteArray &bytes, Counts &counts)
{
    const MimeMessage message(bytes);
    const MessageBody body = message.body({}, 0);
    if (!isShownSomehow(body))
        counts.lost += file;
    countParts(body.structure, counts);
    counts.signedCut += int(body.defects.contains(QStringLiteral("cut: S/MIME signed content")));
    counts.unreadable += int(body.defects.contains(QStringLiteral("unreadable: S/MIME")));
    for (const MessageCard &card : body.cards) {
        if (const auto *tnef = std::get_if<TnefCard>(&card)) {
            ++counts.tnef;
            counts.tnefWhole += int(tnef->problem.isEmpty());
            counts.tnefNames += int(tnef->names.size());
            if (tnef->names.isEmpty() || !tnef->problem.isEmpty())
                qInfo("%s: %s, %lld attachments", qPrintable(file), qPrintable(tnef->problem),
                      static_cast<long long>(tnef->names.size()));
        } else if (const auto *nested = std::get_if<NestedCard>(&card)) {
            ++counts.nested;
            const auto inner = message.attachment(nested->part);
            counts.nestedRead += int(inner && isShownSomehow(MimeMessage(*inner).body({}, 0)));
        }
        counts.encrypted += int(std::holds_alternative<EncryptedCard>(card));
        counts.partial += int(std::holds_alternative<PartialCard>(card));
        counts.external += int(std::holds_alternative<ExternalCard>(card));
    }
}

Counts countAll()
{
    Counts counts;
    QDirIterator files(collection(), {QStringLiteral("*.eml")}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray bytes = file.readAll();
        const QByteArray lower = bytes.toLower();
        const bool isWrapped = lower.contains("tnef") || lower.contains("winmail.dat") ||
                               lower.contains("pkcs7") || lower.contains(".p7m") || lower.contains("pgp") ||
                               lower.contains("message/");
        if (isWrapped)
            count(file.fileName().mid(collection().size() + 1), bytes, counts);
    }
    return counts;
}

} // namespace

class WrappedCorpusTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingWrappedIsLost();
};

void WrappedCorpusTest::nothingWrappedIsLost()
{
    if (!QFile::exists(collection()))
        QSKIP("There is no collection of real mail here.");
    Counts counts;
    const std::unique_ptr<QThread> thread(QThread::create([&counts] { counts = countAll(); }));
    thread->setStackSize(parseStackBytes);
    thread->start();
    thread->wait();
    qInfo("winmail.dat: %d, of which whole: %d, attachments in them: %d", counts.tnef, counts.tnefWhole,
          counts.tnefNames);
    qInfo("S/MIME signed content shown: %d, cut short: %d, not readable: %d", counts.signedContent,
          counts.signedCut, counts.unreadable);
    qInfo("encrypted: %d, nested: %d (read: %d), pieces: %d, content elsewhere: %d", counts.encrypted,
          counts.nested, counts.nestedRead, counts.partial, counts.external);
    QCOMPARE(counts.lost, QStringList());
    QCOMPARE(counts.nestedRead, counts.nested);
    QVERIFY(counts.tnef > 0 && counts.signedContent > 0 && counts.encrypted > 0);
}

QTEST_GUILESS_MAIN(WrappedCorpusTest)
#include "WrappedCorpusTest.moc"
