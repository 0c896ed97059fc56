// SPDX-License-Identifier: GPL-3.0-or-later
//
// Messages that were sent in pieces, found and put together by a real session.
#include "AnswerOf.h"
#include "MailReading.h"
#include "OpenSession.h"

#include <QFile>

namespace
{

struct Piece {
    int number = 1;
    int total = 3;
    QByteArray content;
    QByteArray sender = "Anna <anna@example.org>";
    QByteArray id = "garden@example.org";
    QByteArray day = "16";
};

QByteArray messageOf(const Piece &piece)
{
    const QByteArray number = QByteArray::number(piece.number);
    const QByteArray total = piece.total > 0 ? "; total=" + QByteArray::number(piece.total) : QByteArray();
    return "From: " + piece.sender + "\r\nSubject: The garden (" + number + ")\r\nMessage-ID: <" + number +
           "-" + piece.day + piece.id + ">\r\nDate: Mon, " + piece.day +
           " Nov 2026 09:10:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: message/partial; id=\"" +
           piece.id + "\"; number=" + number + total + "\r\n\r\n" + piece.content;
}

const QByteArray innerHeader = "Subject: The garden\r\nMIME-Version: 1.0\r\n"
                               "Content-Type: multipart/mixed; boundary=g\r\n\r\n--g\r\n"
                               "Content-Type: text/plain\r\n\r\n";

// Two pieces of a text, and one with the attachment.
std::vector<Piece> garden()
{
    return {{1, 3, innerHeader + "The roses\r\n"},
            {2, 3, "are in flower.\r\n--g\r\nContent-Type: application/pdf; name=plan.pdf\r\n\r\n"},
            {3, 3, "the plan\r\n--g--\r\n"}};
}

} // namespace

class MessagePiecesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_open = std::make_unique<OpenSession>(); }
    void wholeMessageIsReadFromAnyPiece();
    void missingPiecesAreTold();
    void pieceOfAnotherSenderIsNotTaken();
    void pieceOfAnotherMessageIsNotTaken();
    void totalMayBeToldByTheLastAlone();
    void hostileNumbersAreHarmless();
    void firstOfTwoEqualPiecesStays();
    void allPiecesInOneMessageAreFound();
    void messageThatIsNoPieceIsRefused();
    void asksNothingMoreForWhomIsGone();
    void wholeIsSavedAsAFile();

private:
    MessageId add(const Piece &piece) { return m_open->add(messageOf(piece)); }
    Result<FoundPieces> found(MessageId message, const QString &part = QStringLiteral("0"));
    Result<QByteArray> read(MessageId message, const QString &part);

    std::unique_ptr<OpenSession> m_open;
};

Result<FoundPieces> MessagePiecesTest::found(MessageId message, const QString &part)
{
    return answerOf<FoundPieces>(
        [&](auto done) { m_open->session.reading().findPieces(message, part, this, done); });
}

Result<QByteArray> MessagePiecesTest::read(MessageId message, const QString &part)
{
    return answerOf<QByteArray>([&](auto done) { m_open->session.attachment(message, part, this, done); });
}

void MessagePiecesTest::wholeMessageIsReadFromAnyPiece()
{
    std::vector<MessageId> ids;
    for (const int index : {1, 2, 0}) // as they come
        ids.push_back(add(garden()[size_t(index)]));
    for (const MessageId id : ids) {
        const auto pieces = found(id);
        QVERIFY(pieces.has_value());
        QCOMPARE(pieces->here, (std::vector<int>{1, 2, 3}));
        QVERIFY(pieces->canBeJoined());
        const auto whole = read(id, QStringLiteral("0+"));
        QVERIFY(whole.has_value());
        const auto body =
            answerOf<MessageBody>([&](auto done) { m_open->session.inspect(*whole, {}, this, done); });
        QCOMPARE(body->header.subject, QStringLiteral("The garden"));
        QCOMPARE(body->header.from.at(0).address, QStringLiteral("anna@example.org"));
        QCOMPARE(body->text.trimmed(), QStringLiteral("The roses\nare in flower."));
        QCOMPARE(read(id, QStringLiteral("0+/2")).value_or(QByteArray()), QByteArray("the plan"));
    }
}

void MessagePiecesTest::missingPiecesAreTold()
{
    const MessageId third = add(garden()[2]);
    QCOMPARE(found(third)->here, std::vector<int>{3});
    QCOMPARE(found(third)->missing(10), (std::vector<int>{1, 2}));
    QCOMPARE(found(third)->missing(1), std::vector<int>{1});
    QVERIFY(!found(third)->canBeJoined());
    QCOMPARE(read(third, QStringLiteral("0+")).error().code, ErrorCode::NotFound);
    QCOMPARE(read(third, QStringLiteral("0+/2")).error().code, ErrorCode::NotFound);
    add(garden()[0]);
    add(garden()[1]);
    QVERIFY(found(third)->canBeJoined());
}

void MessagePiecesTest::pieceOfAnotherSenderIsNotTaken()
{
    Piece foreign = garden()[1];
    foreign.sender = "Anna <anna@example.com>";
    const MessageId first = add(garden()[0]);
    add(foreign);
    add(garden()[2]);
    QCOMPARE(found(first)->missing(10), std::vector<int>{2});
}

void MessagePiecesTest::pieceOfAnotherMessageIsNotTaken()
{
    Piece other = garden()[1];
    other.id = "house@example.org";
    const MessageId first = add(garden()[0]);
    add(other);
    QCOMPARE(found(first)->missing(10), (std::vector<int>{2, 3}));
    Piece nameless = garden()[0];
    nameless.id.clear();
    nameless.day = "17";
    QCOMPARE(found(add(nameless))->here, std::vector<int>{1});
}

void MessagePiecesTest::totalMayBeToldByTheLastAlone()
{
    std::vector<Piece> pieces = garden();
    pieces[0].total = pieces[1].total = 0;
    const MessageId first = add(pieces[0]);
    add(pieces[1]);
    QCOMPARE(found(first)->total, 0);
    QCOMPARE(found(first)->here, (std::vector<int>{1, 2}));
    QVERIFY(!found(first)->isWhole());
    add(pieces[2]);
    QVERIFY(found(first)->isWhole());
}

void MessagePiecesTest::hostileNumbersAreHarmless()
{
    const MessageId huge = add({2'000'000'000, 2'000'000'000, "x\r\n", "Eve <eve@example.org>", "huge"});
    const auto pieces = found(huge);
    QVERIFY(pieces.has_value());
    QVERIFY(!pieces->canBeJoined());
    QCOMPARE(pieces->missing(3), (std::vector<int>{1, 2, 3}));
    const MessageId none = add({-4, 0, "x\r\n", "Eve <eve@example.org>", "negative"});
    QVERIFY(found(none)->here.empty());
    const MessageId beyond = add({7, 3, "x\r\n", "Eve <eve@example.org>", "beyond"});
    QVERIFY(found(beyond)->here.empty());
    QCOMPARE(read(beyond, QStringLiteral("0+")).error().code, ErrorCode::NotFound);
}

void MessagePiecesTest::firstOfTwoEqualPiecesStays()
{
    Piece other = garden()[0];
    other.content = innerHeader + "Thorns\r\n";
    other.day = "17";
    const MessageId first = add(garden()[0]);
    add(other);
    add(garden()[1]);
    const MessageId third = add(garden()[2]);
    QVERIFY(read(first, QStringLiteral("0+"))->contains("The roses"));
    QVERIFY(read(third, QStringLiteral("0+"))->contains("The roses")); // the nearest in time
}

void MessagePiecesTest::allPiecesInOneMessageAreFound()
{
    QByteArray digest = "From: Ben <ben@example.org>\r\nDate: Mon, 16 Nov 2026 09:10:00 +0000\r\n"
                        "Content-Type: multipart/mixed; boundary=all\r\n\r\n";
    for (const Piece &piece : garden()) {
        const QByteArray message = messageOf(piece);
        digest += "--all\r\n" + message.mid(message.indexOf("Content-Type")) + "\r\n";
    }
    const MessageId all = m_open->add(digest + "--all--\r\n");
    QVERIFY(found(all, QStringLiteral("2"))->canBeJoined());
    QCOMPARE(read(all, QStringLiteral("2+/2")).value_or(QByteArray()), QByteArray("the plan"));
}

void MessagePiecesTest::messageThatIsNoPieceIsRefused()
{
    const MessageId plain = m_open->add(QByteArray("From: a@example.org\r\nSubject: hello\r\n\r\nwords\r\n"));
    for (const char *part : {"0", "7", "", "0+"})
        QCOMPARE(found(plain, QString::fromLatin1(part)).error().code, ErrorCode::NotFound);
    for (const char *part : {"0+", "+", "+/", "0+/0", "9+/1", "0++"})
        QCOMPARE(read(plain, QString::fromLatin1(part)).error().code, ErrorCode::NotFound);
    QCOMPARE(found(4711).error().code, ErrorCode::NotFound);
}

void MessagePiecesTest::asksNothingMoreForWhomIsGone()
{
    const MessageId first = add(garden()[0]);
    auto asker = std::make_unique<QObject>();
    m_open->session.reading().findPieces(first, QStringLiteral("0"), asker.get(),
                                         [](const Result<FoundPieces> &) { QFAIL("nobody asked"); });
    asker.reset();
    QVERIFY(found(first).has_value()); // in the same thread, behind it
    m_open->session.reading().findPieces(first, QStringLiteral("0"), this,
                                         [](const Result<FoundPieces> &) {});
    m_open.reset();
}

void MessagePiecesTest::wholeIsSavedAsAFile()
{
    MessageId last = 0;
    for (const Piece &piece : garden())
        last = add(piece);
    const QString path = m_open->directory.filePath(QStringLiteral("whole.eml"));
    QVERIFY(answerOf<void>(
        [&](auto done) { m_open->session.saveAttachment(last, QStringLiteral("0+"), path, this, done); }));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), read(last, QStringLiteral("0+")).value_or(QByteArray()));
}

QTEST_GUILESS_MAIN(MessagePiecesTest)
#include "MessagePiecesTest.moc"
