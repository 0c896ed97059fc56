// SPDX-License-Identifier: GPL-3.0-or-later
//
// Files for other programs, and the session that gives them and says what they are.
#include "HandedFiles.h"

#include "MailReading.h"
#include "OpenSession.h"

#include <QFile>
#include <QFileInfo>
#include <QTest>

using Purpose = HandedFiles::Purpose;

namespace
{
QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("cannot be read");
}

Result<QByteArray> words()
{
    return QByteArray("words");
}
} // namespace

class HandedFilesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theyHaveTheirNamesAndGoWithIt();
    void nobodyElseReadsThem();
    void oneThatIsThereIsNotWrittenAgain();
    void oneThatWasChangedIsLeftAndWrittenAnew();
    void whatCannotBeReadIsNoFile();
    void sessionGivesSeveralAtOnce();
    void sessionGivesAllOrNone();
    void sessionSaysWhatAFileIs();
};

void HandedFilesTest::theyHaveTheirNamesAndGoWithIt()
{
    auto files = std::make_unique<HandedFiles>();
    const QString path =
        files->give(1, QStringLiteral("2"), QStringLiteral("a.txt"), Purpose::Take, words).value();
    QCOMPARE(QFileInfo(path).fileName(), QStringLiteral("a.txt"));
    QCOMPARE(contentOf(path), QByteArray("words"));
    files.reset();
    QVERIFY(!QFileInfo::exists(path));
    QVERIFY(!QFileInfo::exists(QFileInfo(QFileInfo(path).path()).path()));
}

void HandedFilesTest::nobodyElseReadsThem()
{
#ifndef Q_OS_UNIX
    QSKIP("permissions are those of Unix");
#else
    HandedFiles files;
    const auto permissions = [&](Purpose purpose) {
        const QString path =
            files.give(1, QStringLiteral("2"), QStringLiteral("run.sh"), purpose, words).value();
        const QFileInfo place(QFileInfo(QFileInfo(path).path()).path());
        return std::pair(QFileInfo(path).permissions(), place.permissions());
    };
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther |
                        QFile::WriteOther | QFile::ExeOther;
    for (const Purpose purpose : {Purpose::Open, Purpose::Take}) {
        const auto [file, place] = permissions(purpose);
        QVERIFY(!(file & (others | QFile::ExeOwner)));
        QVERIFY(!(place & others));
        QCOMPARE(file.testFlag(QFile::WriteOwner), purpose == Purpose::Take);
    }
#endif
}

void HandedFilesTest::oneThatIsThereIsNotWrittenAgain()
{
    HandedFiles files;
    int reads = 0;
    const auto give = [&](const QString &part, Purpose purpose) {
        return files
            .give(1, part, QStringLiteral("a.txt"), purpose,
                  [&reads]() -> Result<QByteArray> { return QByteArray::number(++reads); })
            .value();
    };
    const QString path = give(QStringLiteral("2"), Purpose::Take);
    QCOMPARE(give(QStringLiteral("2"), Purpose::Take), path);
    QCOMPARE(reads, 1);
    QVERIFY(give(QStringLiteral("3"), Purpose::Take) != path);
    QVERIFY(give(QStringLiteral("2"), Purpose::Open) != path);
    QCOMPARE(reads, 3);
}

void HandedFilesTest::oneThatWasChangedIsLeftAndWrittenAnew()
{
    HandedFiles files;
    const QString path =
        files.give(1, QStringLiteral("2"), QStringLiteral("a.txt"), Purpose::Take, words).value();
    QFile file(path);
    QVERIFY(file.open(QIODevice::Append) && file.write(" of somebody") > 0);
    file.close();
    const QString again =
        files.give(1, QStringLiteral("2"), QStringLiteral("a.txt"), Purpose::Take, words).value();
    QVERIFY(again != path);
    QCOMPARE(contentOf(again), QByteArray("words"));
    QCOMPARE(contentOf(path), QByteArray("words of somebody"));
}

void HandedFilesTest::whatCannotBeReadIsNoFile()
{
    HandedFiles files;
    const auto given = files.give(1, QStringLiteral("2"), QStringLiteral("a.txt"), Purpose::Take,
                                  []() -> Result<QByteArray> { return failure(ErrorCode::NotFound); });
    QVERIFY(!given);
    QCOMPARE(given.error().code, ErrorCode::NotFound);
}

namespace
{
MessageId addMessage(OpenSession &open)
{
    const QByteArray message =
        "From: Anna <anna@example.org>\r\nSubject: Two\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nwords\r\n--b\r\n"
        "Content-Type: application/octet-stream; name=picture.dat\r\nContent-Transfer-Encoding: "
        "base64\r\n\r\n"
        "R0lGODlhAQABAAAAACw=\r\n--b\r\nContent-Type: text/plain; charset=iso-8859-2; name=notes.txt\r\n"
        "Content-Disposition: attachment\r\nContent-Transfer-Encoding: "
        "quoted-printable\r\n\r\n=B3\r\n--b--\r\n";
    const QString path = open.directory.filePath(QStringLiteral("two.eml"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(message) != message.size())
        qFatal("no room for a test");
    file.close();
    MessageId id = 0;
    QObject::connect(&open.session, &MailSession::messagesAdded, &open.session,
                     [&id](const auto &added) { id = added.front().id; });
    open.session.importFiles({path}, &open.session, [](const Result<int> &) {});
    if (!QTest::qWaitFor([&id] { return id != 0; }, OpenSession::patience))
        qFatal("the message was not imported");
    return id;
}

Attachment named(const char *part, const char *name)
{
    Attachment one;
    one.part = QString::fromLatin1(part);
    one.name = QString::fromLatin1(name);
    return one;
}
} // namespace

void HandedFilesTest::sessionGivesSeveralAtOnce()
{
    QStringList paths;
    {
        OpenSession open;
        const MessageId id = addMessage(open);
        open.session.reading().handOut(
            id, {named("3", "notes.txt"), named("2", "picture.dat")}, Purpose::Take, &open.session,
            [&](const Result<QStringList> &given) { paths = given.value_or(QStringList()); });
        QTRY_COMPARE_WITH_TIMEOUT(paths.size(), 2, OpenSession::patience);
        QCOMPARE(QFileInfo(paths[0]).fileName(), QStringLiteral("notes.txt"));
        QCOMPARE(contentOf(paths[0]), QByteArray("\xB3"));
        QVERIFY(contentOf(paths[1]).startsWith("GIF89a"));
    }
    QVERIFY(!QFileInfo::exists(paths[0]));
}

void HandedFilesTest::sessionGivesAllOrNone()
{
    OpenSession open;
    const MessageId id = addMessage(open);
    std::optional<Result<QStringList>> given;
    open.session.reading().handOut(id, {named("3", "notes.txt"), named("9", "none.txt")}, Purpose::Take,
                                   &open.session,
                                   [&](Result<QStringList> result) { given = std::move(result); });
    QTRY_VERIFY_WITH_TIMEOUT(given, OpenSession::patience);
    QVERIFY(!*given);
    QCOMPARE(given->error().code, ErrorCode::NotFound);
}

void HandedFilesTest::sessionSaysWhatAFileIs()
{
    OpenSession open;
    const MessageId id = addMessage(open);
    std::vector<FilePreview> seen;
    for (const Attachment &one : {named("2", "picture.dat"), named("3", "notes.txt")})
        open.session.reading().preview(id, one, &open.session, [&](const Result<FilePreview> &preview) {
            seen.push_back(preview.value());
        });
    QTRY_COMPARE_WITH_TIMEOUT(seen.size(), size_t(2), OpenSession::patience);
    QCOMPARE(seen[0].kind, FileKind::Gif);
    QCOMPARE(seen[1].kind, FileKind::Text);
    QCOMPARE(QString::fromUtf8(seen[1].bytes), QStringLiteral("\u0142"));
}

QTEST_GUILESS_MAIN(HandedFilesTest)
#include "HandedFilesTest.moc"
