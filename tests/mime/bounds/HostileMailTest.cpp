// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the worst messages cost: each is read in a process of its own, whose processor time and memory the
// system counts. A message may take as long as two seconds, or forty times as long as ordinary mail of the
// same size where the machine is slow, and 300 MB more than a process that reads nothing. What was cut is
// named.
#include "MimeMessage.h"

#include <QTest>
#include <QThread>

#include <functional>
#include <memory>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace
{

constexpr qint64 received = 1800000000;
constexpr double longest = 2.0, timesOrdinary = 40; // seconds
constexpr double largest = 300;                     // megabytes

const QByteArray head =
    "Subject: Hostile\r\nFrom: Eve <eve@example.org>\r\nDate: Tue, 3 Nov 2026 10:11:09 +0100\r\n";

struct Cost {
    double seconds = 0, megabytes = 0;
    bool isNamed = false; // the defect that was expected is among those of the message
};

using MakeMessage = std::function<QByteArray()>;

bool readsAndNames(const QByteArray &bytes, const QByteArray &defect)
{
    bool isNamed = false;
    const std::unique_ptr<QThread> thread(QThread::create([&] {
        const MessageBody body = MimeMessage(bytes).body({}, received);
        (void)summarise(bytes, received);
        isNamed = defect.isEmpty();
        for (const QString &found : body.defects)
            isNamed = isNamed || found.startsWith(QString::fromLatin1(defect));
    }));
    thread->setStackSize(parseStackBytes);
    thread->start();
    thread->wait();
    return isNamed;
}

// `make` runs in the other process, too, so that its message is counted once.
std::optional<Cost> costOf(const MakeMessage &make, const QByteArray &defect)
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(readsAndNames(make(), defect) ? 0 : 1);
    int status = 0;
    rusage usage{};
    if (child < 0 || ::wait4(child, &status, 0, &usage) != child || !WIFEXITED(status))
        return std::nullopt;
    const auto seconds = [](const timeval &time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; };
#ifdef Q_OS_DARWIN
    constexpr double unit = 1e6; // octets
#else
    constexpr double unit = 1e6 / 1024; // KiB
#endif
    return Cost{seconds(usage.ru_utime) + seconds(usage.ru_stime), double(usage.ru_maxrss) / unit,
                WEXITSTATUS(status) == 0};
}

QByteArray nestedMultiparts()
{
    QByteArray bytes = head;
    for (int i = 0; i < 100000; ++i) {
        const QByteArray boundary = "b" + QByteArray::number(i);
        bytes += "Content-Type: multipart/mixed; boundary=" + boundary + "\r\n\r\n--" + boundary + "\r\n";
    }
    return bytes + "\r\nText.\r\n";
}

QByteArray openBoundaries()
{
    QByteArray bytes = head;
    for (int i = 0; i < 1000; ++i) {
        const QByteArray boundary = "b" + QByteArray::number(i);
        bytes += "Content-Type: multipart/mixed; boundary=" + boundary + "\r\n\r\n--" + boundary + "\r\n";
    }
    return bytes + "\r\n" + QByteArray("--b\r\n").repeated(200000);
}

// Each is in base64 in the next, which makes it a third larger.
MakeMessage encodedMessages(int depth, int lines)
{
    return [=] {
        QByteArray bytes = "Subject: Innermost\r\n\r\n" + QByteArray("Text.\r\n").repeated(lines);
        for (int i = 0; i < depth; ++i)
            bytes = "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
                    bytes.toBase64() + "\r\n";
        return head + bytes;
    };
}

// One kind of text, with as much of `piece` as is asked for.
MakeMessage text(const char *type, const char *piece, int times)
{
    return [=] { return head + "Content-Type: " + type + "\r\n\r\n" + QByteArray(piece).repeated(times); };
}

MakeMessage field(const char *name, const char *start, const char *piece, int times)
{
    return [=] {
        QByteArray bytes = head + name + ": " + start;
        const QByteArray thousand = QByteArray(piece).repeated(1000);
        bytes.reserve(bytes.size() + thousand.size() * (times / 1000) + 16); // no copy shall count
        for (int i = 0; i < times; i += 1000)
            bytes += thousand;
        bytes += "\r\n\r\nText.\r\n";
        return bytes;
    };
}

MakeMessage parts(const char *type, const char *part, int times)
{
    return [=] {
        return head + "Content-Type: " + type + "; boundary=b\r\n\r\n" + QByteArray(part).repeated(times) +
               "--b--\r\n";
    };
}

} // namespace

class HostileMailTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void worstMessagesAreBounded_data();
    void worstMessagesAreBounded();

private:
    double m_limit = longest;
    double m_nothing = 0; // megabytes of a process that reads nothing
};

void HostileMailTest::initTestCase()
{
    const auto nothing = costOf([] { return QByteArray(); }, "");
    const auto ordinary =
        costOf(text("text/plain; charset=utf-8", "An ordinary line of text.\r\n", 300000), "");
    QVERIFY(nothing && ordinary);
    m_nothing = nothing->megabytes;
    m_limit = std::max(longest, timesOrdinary * ordinary->seconds);
    qInfo("ordinary mail of 8 MB: %.2f s, %.0f MB; limits: %.2f s, %.0f MB", ordinary->seconds,
          ordinary->megabytes - m_nothing, m_limit, largest);
}

void HostileMailTest::worstMessagesAreBounded_data()
{
    QTest::addColumn<MakeMessage>("make");
    QTest::addColumn<QByteArray>("defect");
    const auto row = [](const char *name, const MakeMessage &make, const char *defect) {
        QTest::newRow(name) << make << QByteArray(defect);
    };
    row("100,000 nested multiparts", nestedMultiparts, "cut: parts nested deeper than 100");
    row(
        "100,000 nested multiparts of one boundary",
        [] {
            return head +
                   QByteArray("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n").repeated(100000) +
                   "\r\nText.\r\n";
        },
        "cut: parts nested deeper than 100");
    row(
        "100,000 nested messages",
        [] {
            return head + QByteArray("Content-Type: message/rfc822\r\n\r\n").repeated(100000) +
                   "\r\nText.\r\n";
        },
        "cut: parts nested deeper than 100");
    row("35 messages, each encoded in the next", encodedMessages(35, 100),
        "cut: messages nested deeper than 30");
    row("20 messages of 63 MB, each encoded in the next", encodedMessages(20, 28500),
        "cut: message/rfc822 not opened");
    row(
        "1,000,000 header fields",
        [] { return head + QByteArray("X-A: b\r\n").repeated(1000000) + "\r\nText.\r\n"; },
        "cut: 1000003 header fields");
    row("1,000,000 parts", parts("multipart/mixed", "--b\r\n\r\nx\r\n", 1000000),
        "cut: more than 5000 parts");
    row("1,000,000 attachments",
        parts("multipart/mixed", "--b\r\nContent-Type: a/b; name=x\r\n\r\nx\r\n", 1000000),
        "cut: more than 5000 parts");
    row("100,000 messages of a digest",
        parts("multipart/digest", "--b\r\n\r\nSubject: a\r\n\r\nx\r\n", 100000), "cut: more than 5000 parts");
    row("1000 open boundaries, 200,000 lines", openBoundaries, "cut: parts nested deeper than 100");
    row("100,000 parameters", field("Content-Type", "text/plain", "; a=b", 100000),
        "cut: header field Content-Type");
    row("10,000 parameters to be decoded", field("Content-Type", "text/plain", "; a*=b", 10000),
        "cut: more than 500 parameters");
    row("100,000 nested groups", field("To", "", "g:", 100000), "cut: header field To");
    row("32,000 nested groups", field("To", "", "g:", 32000), "cut: To with more than 100 groups");
    row("1,000,000 recipients", field("To", "", "a <a@b.example>, ", 1000000), "cut: header field To");
    row("a field of 100 MB", field("X-Long", "", "x", 100000000), "cut: ");
    row("a field of 1,000,000 lines", field("X-Long", "", "\r\n x", 1000000), "cut: header field X-Long");
    row("200,000 encoded words", field("Subject", "", "=?utf-8?B?YQ==?= ", 200000),
        "cut: header field Subject");
    row("1,000,000 identifiers", field("References", "", "<a@b.example> ", 1000000),
        "cut: header field References");
    row("a line of 10 MB", text("text/plain", "x", 10000000), "");
    row(
        "10 MB of NUL", [] { return head + "\r\n" + QByteArray(10000000, '\0'); }, "");
    row(
        "50 MB in base64",
        [] {
            return head + "Content-Type: a/b; name=c\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
                   QByteArray("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5\r\n")
                       .repeated(700000);
        },
        "");
    row("format=flowed, 1,000,000 lines", text("text/plain; format=flowed; delsp=yes", "> a \r\n", 1000000),
        "");
    row("format=flowed, 1,000,000 marks", text("text/plain; format=flowed", ">", 1000000), "");
    row("enriched, 1,000,000 commands", text("text/enriched", "<bold>", 1000000), "");
    row("enriched, 100,000 excerpts", text("text/enriched", "<excerpt>a\r\n\r\n", 100000), "");
    row("uuencode, 200,000 files", text("text/plain", "begin 644 a\r\n#0V%T\r\n`\r\nend\r\n", 200000), "");
    row("uuencode, 1,000,000 beginnings", text("text/plain", "begin 644 a\r\n", 1000000), "");
    row("text that no charset explains", text("text/plain; charset=iso-2022-jp", "\x1b$B\xff\xfe", 1000000),
        "");
}

void HostileMailTest::worstMessagesAreBounded()
{
    QFETCH(MakeMessage, make);
    QFETCH(QByteArray, defect);
    const auto cost = costOf(make, defect);
    QVERIFY2(cost, "the process that read it did not end by itself");
    qInfo("%.2f s, %.0f MB", cost->seconds, cost->megabytes - m_nothing);
    QVERIFY2(cost->isNamed, "what was cut is not named");
    QVERIFY2(cost->seconds <= m_limit, "too long");
    QVERIFY2(cost->megabytes - m_nothing <= largest, "too large");
}

QTEST_GUILESS_MAIN(HostileMailTest)
#include "HostileMailTest.moc"
