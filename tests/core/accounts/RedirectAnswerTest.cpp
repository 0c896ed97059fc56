// SPDX-License-Identifier: GPL-3.0-or-later
#include "RedirectAnswer.h"

#include <QTest>

namespace
{
constexpr auto state = "abcdefghijklmnopqrstuvwxyz-0123456789_ABCDE";

QByteArray get(const QByteArray &target, const QByteArray &host = "127.0.0.1:4711")
{
    return "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nAccept: text/html\r\n\r\n";
}

RedirectReading readingOf(const QByteArray &request)
{
    return readRedirect(request, {QStringLiteral("127.0.0.1:4711")}, QLatin1String(state));
}
} // namespace

// What the loopback listener makes of what it is sent, by a browser or by anybody else.
class RedirectAnswerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void codeIsReadOnceDecoded()
    {
        const auto reading =
            readingOf(get(QByteArray("/?state=") + state + "&code=4%2F0Ab%252F-x&scope=mail"));
        QCOMPARE(reading.status, 200);
        QCOMPARE(reading.answer.code, QStringLiteral("4/0Ab%2F-x"));
        QVERIFY(reading.answer.error.isEmpty());
    }

    void refusalOfTheProviderIsRead()
    {
        const auto reading = readingOf(
            get(QByteArray("/?error=access_denied&error_description=You+said%20no.&state=") + state));
        QCOMPARE(reading.status, 200);
        QCOMPARE(reading.answer,
                 (RedirectAnswer{{}, QStringLiteral("access_denied"), QStringLiteral("You said no.")}));
        // Letters that do not belong there are not shown.
        const auto odd =
            readingOf(get(QByteArray("/?error=%1b%5bx&error_description=%E2%80%AE&state=") + state));
        QCOMPARE(odd.status, 200);
        QCOMPARE(odd.answer, RedirectAnswer());
    }

    void waitsForTheWholeHead()
    {
        const QByteArray request = get(QByteArray("/?code=x&state=") + state);
        for (qsizetype length = 0; length < request.size(); ++length)
            QCOMPARE(readingOf(request.left(length)).status, 0);
        QCOMPARE(readingOf(request).status, 200);
    }

    void everythingElseIsRefused_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("status");
        const QByteArray right = QByteArray("/?code=x&state=") + state;
        const auto row = [](const char *name, const QByteArray &request, int status) {
            QTest::newRow(name) << request << status;
        };
        row("no state", get("/?code=x"), 403);
        row("an empty state", get("/?code=x&state="), 403);
        row("another state", get("/?code=x&state=" + QByteArray(state).replace('a', 'b')), 403);
        row("a beginning of the state", get("/?code=x&state=" + QByteArray(state).chopped(1)), 403);
        row("two states", get(right + "&state=" + state), 403);
        row("two codes", get(right + "&code=y"), 400);
        row("code and error", get(right + "&error=access_denied"), 400);
        row("neither", get(QByteArray("/?state=") + state), 400);
        row("an empty code", get(QByteArray("/?code=&state=") + state), 400);
        row("a line break in the code", get(QByteArray("/?code=a%0d%0ab&state=") + state), 400);
        row("NUL in the code", get(QByteArray("/?code=a%00b&state=") + state), 400);
        row("another path", get(QByteArray("/callback?code=x&state=") + state), 404);
        row("no path", get(QByteArray("?code=x&state=") + state), 404);
        row("a proxy's request", get(QByteArray("http://127.0.0.1:4711/?code=x&state=") + state), 404);
        row("the browser's picture", get("/favicon.ico"), 404);
        row("nothing", get("/"), 403);
        row("POST", get(right).replace("GET", "POST"), 405);
        row("a name of the internet", get(right, "evil.example.org:4711"), 403);
        row("another port", get(right, "127.0.0.1:80"), 403);
        row("no host", "GET " + right + " HTTP/1.1\r\n\r\n", 403);
        row("two hosts", "GET " + right + " HTTP/1.1\r\nHost: 127.0.0.1:4711\r\nhost: x\r\n\r\n", 403);
        row("HTTP/0.9", "GET " + right + "\r\n\r\n", 400);
        row("another protocol", "EHLO me\r\n\r\n", 400);
        row("an empty line", "\r\n\r\n", 400);
        row("too long", get("/?code=" + QByteArray(20'000, 'x') + "&state=" + state), 431);
        row("too long without an end", QByteArray(longestRedirect + 1, 'x'), 431);
    }

    void everythingElseIsRefused()
    {
        QFETCH(const QByteArray, request);
        QFETCH(const int, status);
        const auto reading = readingOf(request);
        QCOMPARE(reading.status, status);
        QCOMPARE(reading.answer, RedirectAnswer());
    }
};

QTEST_GUILESS_MAIN(RedirectAnswerTest)
#include "RedirectAnswerTest.moc"
