// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pop3BodyReader.h"

#include <QByteArray>
#include <QTest>

#include <optional>

using LineEnds = Pop3BodyReader::LineEnds;

namespace
{

struct Body {
    QByteArray message;
    QByteArray rest; // what came after the terminator
    bool finished = false;

    bool operator==(const Body &) const = default;
};

// Reads `stream` in blocks that end at each of `cuts`.
Body readInBlocks(const QByteArray &stream, const QList<qsizetype> &cuts, LineEnds lineEnds = LineEnds::Crlf)
{
    Pop3BodyReader reader(lineEnds);
    Body body;
    qsizetype from = 0;
    for (qsizetype cut : cuts + QList{stream.size()}) {
        QByteArray block = stream.mid(from, cut - from);
        block.detach();
        from = cut;
        if (body.finished) {
            body.rest += block;
            continue;
        }
        const auto step = reader.consume(block.data(), block.size());
        if (step.carriageReturnBefore)
            body.message += '\r';
        body.message += block.left(step.produced);
        body.finished = step.finished;
        body.rest = block.mid(step.consumed);
    }
    return body;
}

QList<qsizetype> everyByte(qsizetype size)
{
    QList<qsizetype> cuts;
    for (qsizetype at = 1; at < size; ++at)
        cuts.append(at);
    return cuts;
}

// The definition, one line at a time: slow and plain.
Body readByDefinition(QByteArray stream)
{
    Body body;
    while (true) {
        const qsizetype end = stream.indexOf("\r\n");
        if (end < 0)
            return body;
        QByteArray line = stream.left(end);
        stream = stream.mid(end + 2);
        if (line == ".") {
            body.finished = true;
            body.rest = stream;
            return body;
        }
        if (line.startsWith('.'))
            line.remove(0, 1);
        body.message += line + "\r\n";
    }
}

} // namespace

class Pop3BodyReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheSameInEverySplit_data();
    void readsTheSameInEverySplit();
    void agreesWithTheDefinitionOnAnyBytes();
    void findsTheTerminatorAtBufferSizes_data();
    void findsTheTerminatorAtBufferSizes();
    void keepsAllByteValues();
    void givesOneRunPerBlock();
    void acceptsLineFeedsOnlyInTheirMode_data();
    void acceptsLineFeedsOnlyInTheirMode();
};

void Pop3BodyReaderTest::readsTheSameInEverySplit_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QByteArray>("rest");
    const auto row = [](const char *name, const char *stream, const char *message, const char *rest = "") {
        QTest::newRow(name) << QByteArray(stream) << QByteArray(message) << QByteArray(rest);
    };
    row("empty", ".\r\n", "");
    row("one line", "a\r\n.\r\n", "a\r\n");
    row("next reply in the same segment", "a\r\n.\r\n+OK\r\n", "a\r\n", "+OK\r\n");
    row("dots only", "..\r\n...\r\n....\r\n.\r\n", ".\r\n..\r\n...\r\n");
    row("dot and text", ".x\r\n..x\r\n.\r\n", "x\r\n.x\r\n");
    row("dots inside lines", "a.b\r\n a.\r\n.\r\n", "a.b\r\n a.\r\n");
    row("bare LF before a dot is data", "a\n.b\r\n.\r\n", "a\n.b\r\n");
    row("bare LF around a dot is data", "a\n.\nb\n.\r\n.\r\n", "a\n.\nb\n.\r\n");
    row("dot and bare LF after CRLF", "a\r\n.\nb\r\n.\r\n", "a\r\n\nb\r\n");
    row("lone CR is data", "a\r.\r\n\r.\r\n.\r\n", "a\r.\r\n\r.\r\n");
    row("dot CR text", ".\rx\r\n.\r\n", "\rx\r\n");
    row("dot CR CR LF", ".\r\r\n.\r\n", "\r\r\n");
    row("dot CR dot", ".\r.\r\n.\r\n", "\r.\r\n");
    row("several stuffed dots with CR", "..\r\n.\rx\r\n..y\r\n.\rz\r\n.\r\n", ".\r\n\rx\r\n.y\r\n\rz\r\n");
    row("blank lines", "\r\n\r\n.\r\n", "\r\n\r\n");
    row("terminator twice", "a\r\n.\r\n.\r\n", "a\r\n", ".\r\n");
}

void Pop3BodyReaderTest::readsTheSameInEverySplit()
{
    QFETCH(QByteArray, stream);
    QFETCH(QByteArray, message);
    QFETCH(QByteArray, rest);
    const Body expected{message, rest, true};
    QVERIFY(readInBlocks(stream, {}) == expected);
    QVERIFY(readInBlocks(stream, everyByte(stream.size())) == expected);
    for (qsizetype first = 0; first <= stream.size(); ++first) {
        for (qsizetype second = first; second <= stream.size(); ++second)
            QVERIFY(readInBlocks(stream, {first, second}) == expected);
    }
}

void Pop3BodyReaderTest::agreesWithTheDefinitionOnAnyBytes()
{
    // All streams of up to 8 characters of this alphabet, then the terminator; whole and byte by byte.
    const QByteArray alphabet("\r\n.a");
    for (int length = 0; length <= 8; ++length) {
        for (int number = 0; number < 1 << (2 * length); ++number) {
            QByteArray stream;
            for (int i = 0; i < length; ++i)
                stream += alphabet[(number >> (2 * i)) & 3];
            stream += "\r\n.\r\n";
            const Body expected = readByDefinition(stream);
            if (readInBlocks(stream, {}) != expected ||
                (number % 16 == 0 && readInBlocks(stream, everyByte(stream.size())) != expected))
                QFAIL(stream.toPercentEncoding().constData());
        }
    }
}

void Pop3BodyReaderTest::findsTheTerminatorAtBufferSizes_data()
{
    QTest::addColumn<int>("size");
    for (const int size : {4096, 8192, 16384, 262144})
        QTest::addRow("%d", size) << size;
}

void Pop3BodyReaderTest::findsTheTerminatorAtBufferSizes()
{
    QFETCH(int, size);
    for (int offset = -8; offset <= 8; ++offset) {
        const QByteArray line = QByteArray(size + offset, 'x') + "\r\n";
        const Body body = readInBlocks(line + "..\r\n.\r\n+OK", {size, 2 * size});
        QVERIFY(body.finished);
        QCOMPARE(body.message, line + ".\r\n");
        QCOMPARE(body.rest, QByteArray("+OK"));
    }
}

void Pop3BodyReaderTest::keepsAllByteValues()
{
    QByteArray bytes;
    for (int value = 0; value < 256; ++value)
        bytes += char(value);
    for (int first = 0; first < 256; ++first) {
        const QByteArray message = char(first) + bytes + "\r\n";
        const QByteArray stuffed = first == '.' ? "." + message : message;
        QCOMPARE(readInBlocks(stuffed + ".\r\n", {1, 2, 128}).message, message);
    }
}

void Pop3BodyReaderTest::givesOneRunPerBlock()
{
    QByteArray block = QByteArray("..\r\n").repeated(10'000) + ".\r\n";
    Pop3BodyReader reader(LineEnds::Crlf);
    const auto step = reader.consume(block.data(), block.size());
    QVERIFY(step.finished);
    QCOMPARE(block.left(step.produced), QByteArray(".\r\n").repeated(10'000));
}

void Pop3BodyReaderTest::acceptsLineFeedsOnlyInTheirMode_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("bare LF") << QByteArray("a\n..b\n.\nrest") << QByteArray("a\n.b\n");
    QTest::newRow("CRLF in a body") << QByteArray("a\r\n..\r\nb\n.\nrest") << QByteArray("a\r\n.\r\nb\n");
    QTest::newRow("CRLF at the end") << QByteArray("a\r\n.\r\nrest") << QByteArray("a\r\n");
}

void Pop3BodyReaderTest::acceptsLineFeedsOnlyInTheirMode()
{
    QFETCH(QByteArray, stream);
    QFETCH(QByteArray, message);
    for (qsizetype cut = 0; cut <= stream.size(); ++cut) {
        const Body body = readInBlocks(stream, {cut}, LineEnds::LineFeeds);
        QVERIFY(body.finished);
        QCOMPARE(body.message, message);
        QCOMPARE(body.rest, QByteArray("rest"));
    }
    QCOMPARE(readInBlocks("a\n.\n", {}).finished, false);
}

QTEST_GUILESS_MAIN(Pop3BodyReaderTest)
#include "Pop3BodyReaderTest.moc"
